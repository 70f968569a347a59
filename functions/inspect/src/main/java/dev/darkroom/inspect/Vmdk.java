package dev.darkroom.inspect;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import dev.darkroom.events.DiskFormat;
import java.util.Optional;
import java.util.function.Function;

/** Hosted sparse and stream-optimized extents of VMware's "Virtual Disk Format 5.0": one file, its descriptor embedded. */
final class Vmdk implements ImageFormat {
    private static final String MAGIC = "KDMV";
    private static final long GRAINS_AT_END = -1;
    private static final int FOOTER_MARKER = 3;
    private static final int REDUNDANT_TABLES = 1;
    private static final int DEFLATE = 1;

    private static final int SECTOR = Raw.SECTOR;
    private static final int DESCRIPTOR_SECTOR = 1;
    private static final int LARGEST_DESCRIPTOR = (1 << 20) - 1;
    private static final long LARGEST_GRAIN = 0x20_0000;

    /** Every table is read. With the smallest grains, and tables as they are, it is good for 8 TiB. */
    private static final long LARGEST_DIRECTORY = 4L << 20;

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
        header.u16("compress_algorithm", 77).oneOf(0, DEFLATE);
        VmdkDescriptor.judge(bytes, DESCRIPTOR_SECTOR * SECTOR, (int) length);

        directories(directed(bytes, header), directory * Integer.BYTES);
        return capacity * SECTOR;
    }

    /** An entry of 1 stands for zeros: such a sector is in every file. */
    @Override
    public void requireData(ImageBytes bytes) {
        Structure header = directed(bytes, Structure.read(bytes, "vmdk", 0, SECTOR, LITTLE_ENDIAN));
        var grains = new Allocation(
                "vmdk.grain_table", LITTLE_ENDIAN, Integer.BYTES, entry -> entry * SECTOR, entry -> entry * SECTOR);
        long directory = header.u64("grain_directory_offset", 56).value() * SECTOR;
        long count = Math.ceilDiv(
                header.u64("capacity", 12).value(), header.u64("grain_size", 20).value());
        grains.require(bytes, directory, count, header.u32("gtes_per_gt", 44).value());
    }

    /** The header, or the footer to which it sends its readers. */
    private static Structure directed(ImageBytes bytes, Structure header) {
        boolean atEnd = header.u64("grain_directory_offset", 56).value() == GRAINS_AT_END;
        return atEnd ? footer(bytes, header) : header;
    }

    private static void directories(Structure header, long length) {
        header.place(header.u64("grain_directory_offset", 56), SECTOR, length);
        header.place(header.u64("overhead", 64), SECTOR, 0);
        if (header.u32("flags", 8).bit(REDUNDANT_TABLES)) {
            header.place(header.u64("redundant_grain_directory_offset", 48), SECTOR, length);
        }
    }

    /** Readers that find the directory's place in the footer take the footer for the header: it must say the same. */
    private static Structure footer(ImageBytes bytes, Structure header) {
        long end = bytes.size();
        new Field("vmdk.file_size", end).multipleOf(SECTOR); // Else readers look for the footer in different places.
        Structure marker = Structure.read(bytes, "vmdk.footer_marker", end - 3 * SECTOR, SECTOR, LITTLE_ENDIAN);
        marker.u32("size", 8).exactly(0);
        marker.u32("type", 12).exactly(FOOTER_MARKER);
        marker.zeros("padding", 16, SECTOR - 16);

        Structure footer = Structure.read(bytes, "vmdk.footer", end - 2 * SECTOR, SECTOR, LITTLE_ENDIAN);
        same(footer, header, each -> each.u32("magic", 0));
        same(footer, header, each -> each.u32("version", 4));
        same(footer, header, each -> each.u32("flags", 8));
        same(footer, header, each -> each.u64("capacity", 12));
        same(footer, header, each -> each.u64("grain_size", 20));
        same(footer, header, each -> each.u64("descriptor_offset", 28));
        same(footer, header, each -> each.u64("descriptor_size", 36));
        same(footer, header, each -> each.u32("gtes_per_gt", 44));
        same(footer, header, each -> each.u16("compress_algorithm", 77));

        Structure.read(bytes, "vmdk.end_of_stream", end - SECTOR, SECTOR, LITTLE_ENDIAN)
                .zeros("marker", 0, SECTOR);
        return footer;
    }

    private static void same(Structure footer, Structure header, Function<Structure, Field> field) {
        field.apply(footer).exactly(field.apply(header).value());
    }
}
