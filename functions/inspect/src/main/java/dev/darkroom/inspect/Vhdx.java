package dev.darkroom.inspect;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import dev.darkroom.events.DiskFormat;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.zip.CRC32C;

/** VHDX ([MS-VHDX]): two headers, two copies of a table of regions, and among the regions one of metadata. */
final class Vhdx implements ImageFormat {
    private static final String MAGIC = "vhdxfile";
    private static final long[] HEADERS = {64 << 10, 128 << 10};
    private static final int HEADER = 4096;
    private static final long[] REGION_TABLES = {192 << 10, 256 << 10};
    private static final int REGION_TABLE = 64 << 10;
    private static final int TABLE_HEAD = 16;
    private static final int ENTRY = 32;
    private static final int LARGEST_COUNT = 2047;
    private static final long UNIT = 1 << 20;
    private static final String LOG_REPLAYED = "00000000-0000-0000-0000-000000000000";

    private static final String BLOCKS = "2dc27766-f623-4200-9d64-115e9bfd4a08";
    private static final String METADATA = "8b7ca206-4790-4b9a-b8fe-575f050f886e";

    @Override
    public String label() {
        return "vhdx";
    }

    @Override
    public Optional<DiskFormat> diskFormat() {
        return Optional.of(DiskFormat.VHDX);
    }

    @Override
    public boolean claims(ImageBytes bytes) {
        return bytes.says(0, MAGIC);
    }

    @Override
    public long judge(ImageBytes bytes) {
        Structure header = LongStream.of(HEADERS)
                .mapToObj(at -> checked(bytes, "vhdx.header", "head", at, HEADER))
                .filter(Objects::nonNull)
                .max(Comparator.comparing(each -> each.u64("sequence_number", 8).value(), Long::compareUnsigned))
                .orElseThrow(() -> new Refusal("vhdx.header: neither copy has a right checksum"));
        header.u16("version", 66).exactly(1);
        if (!Guid.at(header, 48).equals(LOG_REPLAYED)) {
            throw new Refusal(
                    "vhdx.header.log_guid must be zero: the log was not replayed, so the image is unfinished");
        }
        header.u16("log_version", 64).exactly(0);
        Span log = Span.of(header.u64("log_offset", 72), header.u32("log_length", 68), header);
        Structure table = LongStream.of(REGION_TABLES)
                .mapToObj(at -> checked(bytes, "vhdx.region_table", "regi", at, REGION_TABLE))
                .filter(Objects::nonNull)
                .findFirst()
                .orElseThrow(() -> new Refusal("vhdx.region_table: neither copy has a right checksum"));
        Map<String, Span> regions = regions(table);
        Span blocks = regions.get(BLOCKS);
        Span metadata = regions.get(METADATA);
        apart("block allocation table and metadata", blocks, metadata);
        apart("log and block allocation table", log, blocks);
        apart("log and metadata", log, metadata);
        return VhdxMetadata.judge(bytes, metadata.at(), blocks.length());
    }

    private static void apart(String what, Span one, Span other) {
        if (one.at() < other.end() && other.at() < one.end()) {
            throw new Refusal("vhdx: " + what + " must lie apart but begin at " + one.at() + " and " + other.at());
        }
    }

    private static Map<String, Span> regions(Structure table) {
        long count = table.u32("entry_count", 8).between(1, LARGEST_COUNT);
        Map<String, Span> places = new HashMap<>();
        for (int entry = 0; entry < count; entry++) {
            int at = TABLE_HEAD + entry * ENTRY;
            String guid = Guid.at(table, at);
            boolean known = guid.equals(BLOCKS) || guid.equals(METADATA);
            if (!known && table.u32("entry.flags", at + 28).bit(0)) {
                throw new Refusal("vhdx.region_table.entry " + guid + " is required but not known");
            }
            if (known) {
                Field length = table.u32("entry.length", at + 24);
                length.atLeast(UNIT);
                Span place = Span.of(table.u64("entry.offset", at + 16), length, table);
                if (places.put(guid, place) != null) {
                    throw new Refusal("vhdx.region_table.entry " + guid + " stands there twice");
                }
            }
        }
        if (!places.containsKey(BLOCKS) || !places.containsKey(METADATA)) {
            throw new Refusal("vhdx.region_table must name the block allocation table and the metadata");
        }
        return places;
    }

    /** @return null when signature or CRC-32C are wrong: readers then take the other copy */
    private static Structure checked(ImageBytes bytes, String name, String signature, long at, int length) {
        Structure structure = Structure.read(bytes, name, at, length, LITTLE_ENDIAN);
        byte[] raw = structure.raw(0, length);
        Arrays.fill(raw, 4, 8, (byte) 0);
        CRC32C crc = new CRC32C();
        crc.update(raw);
        return structure.text(0, 4).equals(signature)
                        && structure.u32("checksum", 4).value() == crc.getValue()
                ? structure
                : null;
    }

    /** A part of the file, in whole megabytes and behind the first one, which holds headers and region tables. */
    private record Span(long at, long length) {
        static Span of(Field at, Field length, Structure structure) {
            long bytes = length.multipleOf(UNIT).value();
            at.multipleOf(UNIT).atLeast(UNIT);
            return new Span(structure.place(at, 1, bytes), bytes);
        }

        long end() {
            return at + length;
        }
    }
}
