package dev.darkroom.inspect;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import dev.darkroom.events.DiskFormat;
import java.util.Optional;

/** Hosted sparse and stream-optimized extents of VMware's "Virtual Disk Format 5.0": one file, its descriptor embedded. */
final class Vmdk implements ImageFormat {
    private static final String MAGIC = "KDMV";
    private static final long GRAINS_AT_END = -1;
    private static final int FOOTER_MARKER = 3;

    private static final int SECTOR = Raw.SECTOR;
    private static final int DESCRIPTOR_SECTOR = 1;
    private static final int LARGEST_DESCRIPTOR = (1 << 20) - 1;
    private static final long LARGEST_GRAIN = 0x20_0000;
    private static final long LARGEST_DIRECTORY = (512L << 20) / 4;

    @Override
    public String label() {
        return "vmdk";
    }

    @Override
    public Optional<DiskFormat> diskFormat() {
        return Optional.of(DiskFormat.VMDK);
    }

    @Override
    public boolean claims(ImageBytes bytes) {
        return bytes.says(0, MAGIC);
    }

    @Override
    public long judge(ImageBytes bytes) {
        Structure header = Structure.read(bytes, "vmdk", 0, SECTOR, LITTLE_ENDIAN);
        header.u32("version", 4).between(1, 3);
        // A capacity of 0 makes qemu read the descriptor as one of files elsewhere.
        long capacity = header.u64("capacity", 12).between(1, Long.MAX_VALUE / SECTOR);
        long grain = header.u64("grain_size", 20).powerOfTwo().between(1, LARGEST_GRAIN);
        long entries = header.u32("gtes_per_gt", 44).between(1, 512);
        long directory = Math.ceilDiv(capacity, grain * entries);
        new Field("vmdk.grain_directory_entries", directory).atMost(LARGEST_DIRECTORY);

        header.u64("descriptor_offset", 28).exactly(DESCRIPTOR_SECTOR);
        long length = header.u64("descriptor_size", 36).between(1, LARGEST_DESCRIPTOR / SECTOR) * SECTOR;
        Structure descriptor =
                Structure.read(bytes, "vmdk.descriptor", DESCRIPTOR_SECTOR * SECTOR, (int) length, LITTLE_ENDIAN);
        VmdkDescriptor.judge(descriptor.text(0, (int) length));

        Field grains = header.u64("grain_directory_offset", 56);
        if (grains.value() == GRAINS_AT_END) {
            grains = footer(bytes, header);
        }
        header.place(grains, SECTOR, directory * 4);
        return capacity * SECTOR;
    }

    /** Readers that find the directory's place in the footer take the footer for the header: it must say the same. */
    private static Field footer(ImageBytes bytes, Structure header) {
        long end = bytes.size() - bytes.size() % SECTOR;
        Structure marker = Structure.read(bytes, "vmdk.footer_marker", end - 3 * SECTOR, SECTOR, LITTLE_ENDIAN);
        marker.u32("size", 8).exactly(0);
        marker.u32("type", 12).exactly(FOOTER_MARKER);
        marker.zeros("padding", 16, SECTOR - 16);

        Structure footer = Structure.read(bytes, "vmdk.footer", end - 2 * SECTOR, SECTOR, LITTLE_ENDIAN);
        footer.u32("magic", 0).exactly(header.u32("magic", 0).value());
        footer.u32("version", 4).exactly(header.u32("version", 4).value());
        footer.u64("capacity", 12).exactly(header.u64("capacity", 12).value());
        footer.u64("grain_size", 20).exactly(header.u64("grain_size", 20).value());
        footer.u64("descriptor_offset", 28)
                .exactly(header.u64("descriptor_offset", 28).value());
        footer.u64("descriptor_size", 36)
                .exactly(header.u64("descriptor_size", 36).value());
        footer.u32("gtes_per_gt", 44).exactly(header.u32("gtes_per_gt", 44).value());

        Structure.read(bytes, "vmdk.end_of_stream", end - SECTOR, SECTOR, LITTLE_ENDIAN)
                .zeros("marker", 0, SECTOR);
        return footer.u64("grain_directory_offset", 56);
    }
}
