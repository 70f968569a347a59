package dev.darkroom.inspect;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import dev.darkroom.events.DiskFormat;
import java.util.Optional;

/** VirtualBox's disk image, version 1.1. */
final class Vdi implements ImageFormat {
    private static final int SIGNATURE = 0x40;
    private static final String MAGIC = "\u007f\u0010\u00da\u00be";
    private static final int HEADER = 512;
    private static final int DYNAMIC = 1;
    private static final int STATIC = 2;
    private static final long BLOCK = 1 << 20;
    private static final long LARGEST_MAP = (1L << 31) / 4;

    @Override
    public String label() {
        return "vdi";
    }

    @Override
    public Optional<DiskFormat> diskFormat() {
        return Optional.of(DiskFormat.VDI);
    }

    @Override
    public boolean claims(ImageBytes bytes) {
        return bytes.says(SIGNATURE, MAGIC);
    }

    @Override
    public long judge(ImageBytes bytes) {
        Structure header = Structure.read(bytes, "vdi", 0, HEADER, LITTLE_ENDIAN);
        header.u32("version", 0x44).exactly(0x10001);
        header.u32("image_type", 0x4c).oneOf(DYNAMIC, STATIC);
        header.zeros("link_uuid", 0x1a8, 16);
        header.zeros("parent_uuid", 0x1b8, 16);
        header.u32("sector_size", 0x168).exactly(Raw.SECTOR);
        long block = header.u32("block_size", 0x178).exactly(BLOCK);
        Field inImage = header.u32("blocks_in_image", 0x180);
        long blocks = inImage.between(1, LARGEST_MAP);
        long size = header.u64("disk_size", 0x170).between(1, blocks * block);
        // As every tool writes it: qemu-img has the whole map in memory, however small the disk.
        inImage.between(1, Math.ceilDiv(size, block));
        long allocated = header.u32("blocks_allocated", 0x184).atMost(blocks);
        header.place(behindTheHeader(header.u32("block_map_offset", 0x154)), 1, blocks * 4);
        header.place(behindTheHeader(header.u32("data_offset", 0x158)), 1, allocated * block);
        return Raw.sectors(size);
    }

    private static Field behindTheHeader(Field place) {
        place.multipleOf(Raw.SECTOR).atLeast(HEADER);
        return place;
    }
}
