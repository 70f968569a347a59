package dev.darkroom.inspect;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import dev.darkroom.events.DiskFormat;
import java.util.Optional;

/**
 * A raw disk with a partition table: MBR, or GPT behind its protective MBR. The rules for the MBR are those by which Glance
 * refuses an upload (oslo.utils), so that an image fails here and by name.
 */
final class PartitionTable implements ImageFormat {
    private static final int ENTRIES = 446;
    private static final int ENTRY = 16;
    private static final int COUNT = 4;
    private static final int SIGNATURE = 510;
    private static final int ACTIVE = 0x80;
    private static final int PROTECTIVE = 0xee;
    private static final int FIRST_CHS = 0x000200;

    private static final int FATS = 16;
    private static final int MEDIA = 21;

    @Override
    public String label() {
        return "partitioned disk";
    }

    @Override
    public Optional<DiskFormat> diskFormat() {
        return Optional.of(DiskFormat.RAW);
    }

    /** The boot sector of a FAT file system has the signature as well, but code where the entries would be. */
    @Override
    public boolean claims(ImageBytes bytes) {
        return bytes.says(SIGNATURE, "\u0055\u00aa") && !(bytes.says(FATS, "\u0002") && bytes.says(MEDIA, "\u00f8"));
    }

    @Override
    public long judge(ImageBytes bytes) {
        Structure sector = Structure.read(bytes, "mbr", 0, Raw.SECTOR, LITTLE_ENDIAN);
        int used = 0;
        boolean gpt = false;
        for (int number = 1; number <= COUNT; number++) {
            int at = ENTRIES + (number - 1) * ENTRY;
            String entry = "partition" + number;
            Field type = sector.u8(entry + ".type", at + 4);
            if (type.value() != 0) {
                used++;
                sector.u8(entry + ".boot_flag", at).oneOf(0, ACTIVE);
            }
            if (type.value() == PROTECTIVE) {
                gpt = true;
                new Field("mbr.protective_partition", number).exactly(1);
                sector.u24(entry + ".first_chs", at + 1).exactly(FIRST_CHS);
                sector.u32(entry + ".first_lba", at + 8).exactly(1);
            }
        }
        new Field("mbr.partitions", used).between(1, gpt ? 1 : COUNT);
        if (gpt) {
            Gpt.judge(bytes);
        }
        return Raw.sectors(bytes.size());
    }
}
