package dev.darkroom.inspect;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.util.Arrays;
import java.util.zip.CRC32;

/** The header of a GUID partition table (UEFI 2.10, 5.3.2), in the second sector, of 512 or of 4096 bytes. */
final class Gpt {
    private static final String SIGNATURE = "EFI PART";
    private static final int[] SECTORS = {512, 4096};
    private static final int LEAST = 92;
    private static final int CHECKSUM = 16;
    private static final long LARGEST_TABLE = 1 << 20;

    private Gpt() {}

    /** A protective MBR may stand alone: firmware then finds no partition, and nothing is hidden. */
    static void judge(ImageBytes bytes) {
        for (int sector : SECTORS) {
            if (bytes.says(sector, SIGNATURE)) {
                header(bytes, sector);
                return;
            }
        }
    }

    private static void header(ImageBytes bytes, int sector) {
        Structure header = Structure.read(bytes, "gpt", sector, Raw.SECTOR, LITTLE_ENDIAN);
        header.u32("revision", 8).exactly(0x10000);
        checksum(header, (int) header.u32("header_size", 12).between(LEAST, Raw.SECTOR));
        header.u64("my_lba", 24).exactly(1);
        header.u64("first_usable_lba", 40)
                .atMost(header.u64("last_usable_lba", 48).value());
        long size = header.u32("entry_size", 84).multipleOf(128).between(128, 4096);
        long count = header.u32("entry_count", 80).between(1, LARGEST_TABLE / size);
        Field table = header.u64("entries_lba", 72);
        table.atLeast(2);
        header.place(table, sector, count * size);
    }

    private static void checksum(Structure header, int length) {
        byte[] raw = header.raw(0, length);
        Arrays.fill(raw, CHECKSUM, CHECKSUM + 4, (byte) 0);
        CRC32 crc = new CRC32();
        crc.update(raw);
        header.u32("header_crc32", CHECKSUM).exactly(crc.getValue());
    }
}
