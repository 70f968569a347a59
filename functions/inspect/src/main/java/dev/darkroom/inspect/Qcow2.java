package dev.darkroom.inspect;

import static java.nio.ByteOrder.BIG_ENDIAN;

import dev.darkroom.events.DiskFormat;
import java.util.Optional;

/** qcow2, versions 2 and 3 (qemu's {@code docs/interop/qcow2.txt}). */
final class Qcow2 implements ImageFormat {
    private static final String MAGIC = "QFI\u00fb";
    private static final int QCOW1 = 1;
    private static final int HEADER_V2 = 72;
    private static final int HEADER_V3 = 104;
    private static final int HEADER_KNOWN = 112;
    private static final int COMPRESSION_TYPE = 104;

    private static final long LARGEST_L1 = 32L << 20;
    private static final long LARGEST_REFCOUNT_TABLE = 8L << 20;

    /** Of an entry of an L1 or L2 table: the bits of an offset, and those of one of a compressed cluster. */
    private static final long OFFSET = 0x00ff_ffff_ffff_fe00L;

    private static final long COMPRESSED = 1L << 62;
    private static final int COMPRESSED_OFFSET_BITS = 70;

    private static final int CORRUPT = 1;
    private static final int DATA_FILE = 2;
    private static final int COMPRESSION = 3;
    private static final int EXTENDED_L2 = 4;
    private static final int KNOWN_FEATURES = 5;
    private static final int RAW_DATA_FILE = 1;

    private static final int END = 0;
    private static final int DATA_FILE_NAME = 0x44415441;
    private static final int ENCRYPTION_HEADER = 0x0537be77;
    private static final int BITMAPS = 0x23852875;
    private static final int MOST_EXTENSIONS = 64;
    private static final int BITMAPS_LENGTH = 24;
    private static final long MOST_BITMAPS = 65_535;

    @Override
    public String label() {
        return "qcow2";
    }

    @Override
    public Optional<DiskFormat> diskFormat() {
        return Optional.of(DiskFormat.QCOW2);
    }

    @Override
    public boolean claims(ImageBytes bytes) {
        return bytes.says(0, MAGIC) && !(bytes.has(0, 8) && bytes.read(4, 4).getInt() == QCOW1);
    }

    @Override
    public long judge(ImageBytes bytes) {
        Structure header = Structure.read(bytes, "qcow2", 0, HEADER_V2, BIG_ENDIAN);
        long version = header.u32("version", 4).oneOf(2, 3);
        int clusterBits = (int) header.u32("cluster_bits", 20).between(9, 21);
        header.u64("backing_file_offset", 8).exactly(0);
        header.u32("backing_file_size", 16).exactly(0);
        header.u32("crypt_method", 32).exactly(0);
        header.u32("nb_snapshots", 60).exactly(0);

        int headerLength = HEADER_V2;
        if (version == 3) {
            header = Structure.read(bytes, "qcow2", 0, HEADER_V3, BIG_ENDIAN);
            headerLength = (int) header.u32("header_length", 100).multipleOf(8).between(HEADER_V3, 1L << clusterBits);
            Structure.need(bytes, "qcow2", 0, headerLength);
            header = Structure.read(bytes, "qcow2", 0, Math.min(headerLength, HEADER_KNOWN), BIG_ENDIAN);
            features(header);
            header.u32("refcount_order", 96).atMost(6);
        }
        long size = disk(header, clusterBits);
        extensions(bytes, headerLength, 1L << clusterBits);
        return size;
    }

    @Override
    public void requireData(ImageBytes bytes) {
        Structure header = Structure.read(bytes, "qcow2", 0, HEADER_V2, BIG_ENDIAN);
        int clusterBits = (int) header.u32("cluster_bits", 20).value();
        long cluster = 1L << clusterBits;
        long compressedOffset = (1L << COMPRESSED_OFFSET_BITS - clusterBits) - 1;
        var clusters = new Allocation(
                "qcow2.l2_table",
                BIG_ENDIAN,
                Long.BYTES,
                entry -> entry & OFFSET,
                entry -> entry & ((entry & COMPRESSED) == 0 ? OFFSET : compressedOffset));
        long size = header.u64("size", 24).value();
        long directory = header.u64("l1_table_offset", 40).value();
        clusters.require(bytes, directory, Math.ceilDiv(size, cluster), cluster / Long.BYTES);
    }

    /** Features that old readers may ignore say nothing of where data are, but for one that goes with a data file. */
    private static void features(Structure header) {
        Field features = header.u64("incompatible_features", 72);
        if (features.value() >>> KNOWN_FEATURES != 0) {
            throw features.mustBe("of known bits (0..4)");
        }
        if (features.bit(DATA_FILE)) {
            throw features.mustBe("without the data file bit");
        }
        if (features.bit(CORRUPT)) {
            throw features.mustBe("without the corrupt bit");
        }
        if (features.bit(EXTENDED_L2)) { // Glance refuses it too, as every feature that oslo.utils does not know.
            throw features.mustBe("without the extended L2 bit");
        }
        long compression = header.length() > COMPRESSION_TYPE
                ? header.u8("compression_type", COMPRESSION_TYPE).atMost(1)
                : 0;
        if (features.bit(COMPRESSION) != (compression != 0)) {
            throw features.mustBe("with the compression bit for compression_type " + compression + ", and only then");
        }
        Field autoclear = header.u64("autoclear_features", 88);
        if (autoclear.bit(RAW_DATA_FILE)) {
            throw autoclear.mustBe("without the raw data file bit");
        }
    }

    private static long disk(Structure header, int clusterBits) {
        long cluster = 1L << clusterBits;
        long size = header.u64("size", 24).multipleOf(Raw.SECTOR).between(Raw.SECTOR, Long.MAX_VALUE);
        long bytesPerL1Entry = cluster / 8 * cluster;
        long entries = header.u32("l1_size", 36).between(Math.ceilDiv(size, bytesPerL1Entry), LARGEST_L1 / 8);
        header.place(behindTheHeader(header.u64("l1_table_offset", 40), cluster), 1, entries * 8);
        long refcountClusters =
                header.u32("refcount_table_clusters", 56).between(1, LARGEST_REFCOUNT_TABLE >> clusterBits);
        Field refcounts = behindTheHeader(header.u64("refcount_table_offset", 48), cluster);
        header.place(refcounts, 1, refcountClusters * cluster);
        header.u64("snapshots_offset", 64).multipleOf(cluster).atMost(Long.MAX_VALUE);
        return size;
    }

    /** The header has the first cluster for itself: a table there would be read from what the header says. */
    private static Field behindTheHeader(Field table, long cluster) {
        table.multipleOf(cluster).atLeast(cluster);
        return table;
    }

    private static void extensions(ImageBytes bytes, long from, long end) {
        long at = from;
        long count = 0;
        while (at + 8 <= Math.min(end, bytes.knownSize().orElse(end))) {
            Structure extension = Structure.read(bytes, "qcow2.header_extension", at, 8, BIG_ENDIAN);
            new Field("qcow2.header_extensions", ++count).atMost(MOST_EXTENSIONS);
            int type = (int) extension.u32("type", 0).value();
            long length = extension.u32("length", 4).atMost(end - at - 8);
            switch (type) {
                case END -> {
                    return;
                }
                case DATA_FILE_NAME -> throw new Refusal("qcow2.header_extension names a data file outside the image");
                case ENCRYPTION_HEADER -> throw new Refusal("qcow2.header_extension says that the image is encrypted");
                case BITMAPS -> bitmaps(bytes, at + 8, length, end);
                default -> {
                    // The specification asks readers to skip what they do not know.
                }
            }
            at += 8 + Math.ceilDiv(length, 8) * 8;
        }
    }

    /** qemu reads all bitmaps into memory when it opens the image. */
    private static void bitmaps(ImageBytes bytes, long at, long length, long cluster) {
        new Field("qcow2.bitmaps.length", length).exactly(BITMAPS_LENGTH);
        Structure bitmaps = Structure.read(bytes, "qcow2.bitmaps", at, BITMAPS_LENGTH, BIG_ENDIAN);
        bitmaps.u32("nb_bitmaps", 0).between(1, MOST_BITMAPS);
        bitmaps.zeros("reserved", 4, 4);
        long size = bitmaps.u64("directory_size", 8).between(1, MOST_BITMAPS << 10);
        bitmaps.place(behindTheHeader(bitmaps.u64("directory_offset", 16), cluster), 1, size);
    }
}
