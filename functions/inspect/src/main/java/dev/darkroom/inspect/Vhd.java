package dev.darkroom.inspect;

import static java.nio.ByteOrder.BIG_ENDIAN;

import dev.darkroom.events.DiskFormat;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.Set;

/**
 * VHD ("Virtual Hard Disk Image Format Specification" 1.0). A dynamic disk begins with a copy of the footer; a fixed one has
 * it only at its end and looks raw otherwise. A differencing disk is read by qemu as if its parent were all zeros.
 */
final class Vhd implements ImageFormat {
    private static final String COOKIE = "conectix";
    private static final int FOOTER = 512;
    private static final int CHECKSUM = 64;
    private static final int HEADER = 1024;
    private static final int HEADER_CHECKSUM = 36;
    private static final int FIXED = 2;
    private static final int DYNAMIC = 3;
    private static final long NO_BLOCK = 0xffff_ffffL;
    private static final long LARGEST_TABLE = Integer.MAX_VALUE;

    /** Creators whose disks are as large as the footer says; of all others the geometry counts, as in Virtual PC. */
    private static final Set<String> BY_SIZE = Set.of("win ", "qem2", "d2v ", "tap\0", "CTXS", "wa\0\0");

    private static final long LARGEST_GEOMETRY = 65_535L * 16 * 255;

    @Override
    public String label() {
        return "vhd";
    }

    @Override
    public Optional<DiskFormat> diskFormat() {
        return Optional.of(DiskFormat.VHD);
    }

    @Override
    public boolean claims(ImageBytes bytes) {
        return bytes.says(0, COOKIE) || bytes.says(bytes.size() - FOOTER, COOKIE);
    }

    @Override
    public boolean beginsWithTheDisk(ImageBytes bytes) {
        return !bytes.says(0, COOKIE);
    }

    @Override
    public long judge(ImageBytes bytes) {
        long at = at(bytes);
        Structure footer = footer(bytes);
        checksum(footer, CHECKSUM);
        footer.u32("version", 12).exactly(0x10000);
        int type = (int) footer.u32("disk_type", 60).oneOf(FIXED, DYNAMIC);
        long size = virtualSize(footer);
        if (type == DYNAMIC) {
            new Field("vhd.footer_copy_offset", at).exactly(0);
            dynamic(bytes, footer, size);
        } else {
            new Field("vhd.footer_offset", at).exactly(bytes.size() - FOOTER);
            new Field("vhd.current_size", size).atMost(at);
        }
        return size;
    }

    /** The footer that counts: its copy at the start, where there is one. */
    static Structure footer(ImageBytes bytes) {
        return Structure.read(bytes, "vhd", at(bytes), FOOTER, BIG_ENDIAN);
    }

    static VhdSize sizedBy(Structure footer) {
        return BY_SIZE.contains(footer.text(28, 4)) || geometry(footer) == LARGEST_GEOMETRY
                ? VhdSize.CURRENT_SIZE
                : VhdSize.GEOMETRY;
    }

    private static long at(ImageBytes bytes) {
        return bytes.says(0, COOKIE) ? 0 : bytes.size() - FOOTER;
    }

    private static long virtualSize(Structure footer) {
        long size = footer.u64("current_size", 48).between(0, Long.MAX_VALUE) / Raw.SECTOR * Raw.SECTOR;
        return switch (sizedBy(footer)) {
            case CURRENT_SIZE -> size;
            case GEOMETRY -> geometry(footer) * Raw.SECTOR;
        };
    }

    /** In sectors. */
    private static long geometry(Structure footer) {
        return footer.u16("cylinders", 56).value()
                * footer.u8("heads", 58).value()
                * footer.u8("sectors_per_track", 59).value();
    }

    private static void dynamic(ImageBytes bytes, Structure footer, long size) {
        long at = footer.place(footer.u64("data_offset", 16), 1, HEADER);
        Structure header = Structure.read(bytes, "vhd.dynamic_header", at, HEADER, BIG_ENDIAN);
        if (!header.text(0, 8).equals("cxsparse")) {
            throw new Refusal("vhd.dynamic_header.cookie must be cxsparse");
        }
        checksum(header, HEADER_CHECKSUM);
        header.zeros("parent_uuid", 40, 16);
        long block = header.u32("block_size", 32).powerOfTwo().between(Raw.SECTOR, 1L << 31);
        long entries = header.u32("max_table_entries", 28).between(Math.ceilDiv(size, block), LARGEST_TABLE / 4);
        long table = header.place(header.u64("table_offset", 16), 1, entries * 4);
        if (bytes.knownSize().isPresent()) {
            same(bytes, footer);
            blocks(bytes, table, entries, block);
        }
    }

    /** Some readers go by the footer at the end: what it says must be what its copy at the start says. */
    private static void same(ImageBytes bytes, Structure copy) {
        long at = bytes.size() - FOOTER;
        if (bytes.says(at, COOKIE) && !bytes.read(at, FOOTER).equals(ByteBuffer.wrap(copy.raw(0, FOOTER)))) {
            throw new Refusal("vhd.footer at " + at + " must be as its copy at 0 but is not");
        }
    }

    /** Each block that is there, with the bitmap of its sectors before it, lies in the file. */
    private static void blocks(ImageBytes bytes, long table, long entries, long block) {
        long bitmap = Math.ceilDiv(block / Raw.SECTOR, 8L * Raw.SECTOR) * Raw.SECTOR;
        for (long at = 0; at < entries * 4; at += ImageBytes.LARGEST_READ) {
            int length = (int) Math.min(ImageBytes.LARGEST_READ, entries * 4 - at);
            Structure part = Structure.read(bytes, "vhd.block_allocation_table", table + at, length, BIG_ENDIAN);
            for (int entry = 0; entry < length; entry += 4) {
                long sector = part.unsigned(entry);
                if (sector != NO_BLOCK && !bytes.has(sector * Raw.SECTOR, bitmap + block)) {
                    part.place(part.u32("entry", entry), Raw.SECTOR, bitmap + block);
                }
            }
        }
    }

    /** The one's complement of the sum of all bytes but the checksum's own. */
    private static void checksum(Structure structure, int at) {
        int sum = 0;
        for (int i = 0; i < structure.length(); i++) {
            if (i < at || i >= at + 4) {
                sum += (int) structure.u8("byte", i).value();
            }
        }
        structure.u32("checksum", at).exactly(Integer.toUnsignedLong(~sum));
    }
}
