package dev.darkroom.inspect;

import dev.darkroom.events.DiskFormat;
import java.util.Optional;

/** The disk itself, byte for byte: whatever no format claims. */
final class Raw implements ImageFormat {
    /** Disks are made of sectors: qemu pads a last piece of one. */
    static final int SECTOR = 512;

    @Override
    public String label() {
        return "raw";
    }

    @Override
    public Optional<DiskFormat> diskFormat() {
        return Optional.of(DiskFormat.RAW);
    }

    @Override
    public boolean claims(ImageBytes bytes) {
        return true;
    }

    @Override
    public long judge(ImageBytes bytes) {
        return sectors(bytes.size());
    }

    /** The size of the disk that a file of this size is. */
    static long sectors(long size) {
        return Math.ceilDiv(size, SECTOR) * SECTOR;
    }
}
