package dev.darkroom.inspect;

import dev.darkroom.events.DiskFormat;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * A raw disk with a partition table (MBR, or GPT behind its protective MBR). As safe as any raw disk; recognised so that a
 * file that is also something else is seen to be two.
 */
final class PartitionTable implements ImageFormat {
    private static final int ENTRIES = 446;
    private static final int ENTRY = 16;
    private static final int SIGNATURE = 510;

    @Override
    public String label() {
        return "partitioned disk";
    }

    @Override
    public Optional<DiskFormat> diskFormat() {
        return Optional.of(DiskFormat.RAW);
    }

    /** Boot sectors of plain file systems have the signature as well, but no sound entries. */
    @Override
    public boolean claims(ImageBytes bytes) {
        if (!bytes.says(SIGNATURE, "\u0055\u00aa")) {
            return false;
        }
        ByteBuffer sector = bytes.read(0, Raw.SECTOR);
        boolean used = false;
        for (int at = ENTRIES; at < SIGNATURE; at += ENTRY) {
            if ((sector.get(at) & 0x7f) != 0) {
                return false;
            }
            used |= sector.get(at + 4) != 0;
        }
        return used;
    }

    @Override
    public long judge(ImageBytes bytes) {
        return Raw.sectors(bytes.size());
    }
}
