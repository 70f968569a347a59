package dev.darkroom.inspect;

import static dev.darkroom.inspect.Patches.assertAccepted;
import static dev.darkroom.inspect.Patches.assertRefused;

import dev.darkroom.events.DiskFormat;
import dev.darkroom.inspect.testing.TestImages;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** As qemu-img lays it out: metadata at 3 MiB; items at 64 KiB from there, in the order of the table. */
class HostileVhdxTest {
    private static final long SIZE = 1 << 30;
    private static final int KIB = 1 << 10;
    private static final int[] HEADERS = {64 * KIB, 128 * KIB};
    private static final int[] TABLES = {192 * KIB, 256 * KIB};
    private static final int METADATA = 3 * 1024 * KIB;

    @TempDir
    Path directory;

    private Path image;

    @BeforeEach
    void soundImage() {
        image = TestImages.create(directory, "vhdx", "log_size=1M", SIZE);
        assertAccepted(image, DiskFormat.VHDX, SIZE);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            maxCharsPerColumn = 200,
            value = {
                "version 2       | 66 | 0200 | vhdx.header.version must be 1 but is 2",
                "log not written | 48 | 01   | vhdx.header.log_guid must be zero: the log was not replayed, so the"
                        + " image is unfinished",
            })
    void patchedHeaderIsRefusedByName(String what, int offset, String hex, String reason) throws IOException {
        for (int header : HEADERS) {
            TestImages.patch(image, header + offset, HexFormat.of().parseHex(hex));
            sum(header, 4 * KIB);
        }

        assertRefused(image, DiskFormat.VHDX, reason);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            maxCharsPerColumn = 200,
            value = {
                "no region       | 8  | 00000000 | vhdx.region_table.entry_count must be 1..2047 but is 0",
                "2048 regions    | 8  | 00080000 | vhdx.region_table.entry_count must be 1..2047 but is 2048",
                "table too short | 8  | 01000000 |"
                        + " vhdx.region_table must name the block allocation table and the metadata",
                "foreign region  | 16 | 00       |"
                        + " vhdx.region_table must name the block allocation table and the metadata",
                "region outside  | 32 | 0000f000f0000000 | vhdx.region_table.entry.offset must be 0..8388608 but is"
                        + " 1030807879680",
                "unaligned       | 32 | 0100300000000000 | vhdx.region_table.entry.offset must be a multiple of"
                        + " 1048576 but is 3145729",
                "length outside  | 40 | 0000f0ff | vhdx.region_table.entry.offset is 2097152, and 4293918720 bytes"
                        + " from there lie outside the file of 8388608",
                "no length       | 40 | 00000000 |"
                        + " vhdx.region_table.entry.length must be 1048576..4293918720 but is 0",
            })
    void patchedRegionTableIsRefusedByName(String what, int offset, String hex, String reason) throws IOException {
        for (int table : TABLES) {
            TestImages.patch(image, table + offset, HexFormat.of().parseHex(hex));
            sum(table, 64 * KIB);
        }

        assertRefused(image, DiskFormat.VHDX, reason);
    }

    @Test
    void unknownRegionThatIsRequiredIsRefused() throws IOException {
        for (int table : TABLES) {
            TestImages.patch(image, table + 16, (byte) 0);
            TestImages.patch(image, table + 16 + 28, (byte) 1);
            sum(table, 64 * KIB);
        }

        assertRefused(
                image,
                DiskFormat.VHDX,
                "vhdx.region_table.entry 2dc27700-f623-4200-9d64-115e9bfd4a08 is required but not known");
    }

    @Test
    void regionTwiceIsRefused() throws IOException {
        HexFormat hex = HexFormat.of();
        for (int table : TABLES) {
            TestImages.patch(image, table + 16 + 32, hex.parseHex("6677c22d23f600429d64115e9bfd4a08"));
            sum(table, 64 * KIB);
        }

        assertRefused(
                image,
                DiskFormat.VHDX,
                "vhdx.region_table.entry 2dc27766-f623-4200-9d64-115e9bfd4a08 stands there twice");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            maxCharsPerColumn = 200,
            value = {
                "signature         | 0     | 00   | vhdx.metadata.signature must be metadata",
                "no items          | 10    | 0000 | vhdx.metadata.entry_count must be 1..2047 but is 0",
                "2048 items        | 10    | 0008 | vhdx.metadata.entry_count must be 1..2047 but is 2048",
                "unknown item      | 32    | 00   | vhdx.metadata.item caa16700-fa36-4d43-b3b6-33f0aa44e76b is"
                        + " required but not known",
                "item in the table | 48    | 00000000 |" + " vhdx.metadata.item.offset must be 65536..1048568 but is 0",
                "item far away     | 48    | ffffffff |"
                        + " vhdx.metadata.item.offset must be 65536..1048568 but is 4294967295",
                "longer item       | 52    | 09000000 | vhdx.metadata.item.length must be 8 but is 9",
                "odd blocks        | 65536 | 01000001 |"
                        + " vhdx.metadata.file_parameters.block_size must be a power of two but is 16777217",
                "tiny blocks       | 65536 | 00000800 |"
                        + " vhdx.metadata.file_parameters.block_size must be 1048576..268435456 but is 524288",
                "has parent        | 65540 | 02 |"
                        + " vhdx.metadata.file_parameters says has_parent; the image must stand alone",
                "odd size          | 65544 | 01 |"
                        + " vhdx.metadata.virtual_disk_size.bytes must be a multiple of 512 but is 1073741825",
                "no size           | 65544 | 0000000000000000 | vhdx.virtual_size is 0",
            })
    void patchedMetadataAreRefusedByName(String what, int offset, String hex, String reason) {
        TestImages.patch(image, METADATA + offset, HexFormat.of().parseHex(hex));

        assertRefused(image, DiskFormat.VHDX, reason);
    }

    @Test
    void parentLocatorIsRefused() {
        // The last of the five items becomes a parent locator.
        TestImages.patch(image, METADATA + 32 + 4 * 32, HexFormat.of().parseHex("2d5fd3a80bb34d45abf7d3d84834ab0c"));

        assertRefused(image, DiskFormat.VHDX, "vhdx.metadata has a parent locator; the image must stand alone");
    }

    @Test
    void itemTwiceIsRefused() {
        TestImages.patch(image, METADATA + 32 + 32, HexFormat.of().parseHex("3767a1ca36fa434db3b633f0aa44e76b"));

        assertRefused(
                image, DiskFormat.VHDX, "vhdx.metadata.item caa16737-fa36-4d43-b3b6-33f0aa44e76b stands there twice");
    }

    @Test
    void missingItemIsRefused() {
        TestImages.patch(image, METADATA + 10, (byte) 1);

        Verdict verdict = Patches.inspect(image, DiskFormat.VHDX);

        org.assertj.core.api.Assertions.assertThat(((Verdict.Refused) verdict).reason())
                .startsWith("vhdx.metadata has no item ");
    }

    @Test
    void newerHeaderCounts() throws IOException {
        // The copy with the higher number says that a log is to be replayed; the other one is clean.
        TestImages.patch(image, HEADERS[0] + 15, (byte) 0x7f);
        TestImages.patch(image, HEADERS[0] + 48, (byte) 1);
        sum(HEADERS[0], 4 * KIB);

        assertRefused(
                image,
                DiskFormat.VHDX,
                "vhdx.header.log_guid must be zero: the log was not replayed, so the image is unfinished");
    }

    @Test
    void oneBrokenCopyIsNoReasonToRefuse() {
        TestImages.patch(image, HEADERS[0] + 100, (byte) 1);
        TestImages.patch(image, TABLES[0] + 1000, (byte) 1);

        assertAccepted(image, DiskFormat.VHDX, SIZE);
    }

    @Test
    void twoBrokenHeadersAreRefused() {
        TestImages.patch(image, HEADERS[0] + 100, (byte) 1);
        TestImages.patch(image, HEADERS[1] + 100, (byte) 1);

        assertRefused(image, DiskFormat.VHDX, "vhdx.header: neither copy has a right checksum");
    }

    @Test
    void twoBrokenRegionTablesAreRefused() {
        TestImages.patch(image, TABLES[0] + 1000, (byte) 1);
        TestImages.patch(image, TABLES[1] + 1000, (byte) 1);

        assertRefused(image, DiskFormat.VHDX, "vhdx.region_table: neither copy has a right checksum");
    }

    private void sum(int at, int length) throws IOException {
        try (var file = new RandomAccessFile(image.toFile(), "rw")) {
            byte[] bytes = new byte[length];
            file.seek(at);
            file.readFully(bytes);
            java.util.Arrays.fill(bytes, 4, 8, (byte) 0);
            CRC32C crc = new CRC32C();
            crc.update(bytes);
            TestImages.patch(
                    image,
                    at + 4,
                    ByteBuffer.allocate(4)
                            .order(ByteOrder.LITTLE_ENDIAN)
                            .putInt((int) crc.getValue())
                            .array());
        }
    }
}
