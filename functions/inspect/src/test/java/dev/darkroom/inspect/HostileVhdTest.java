package dev.darkroom.inspect;

import static dev.darkroom.inspect.Patches.assertAccepted;
import static dev.darkroom.inspect.Patches.assertRefused;

import dev.darkroom.events.DiskFormat;
import dev.darkroom.events.FailureCode;
import dev.darkroom.inspect.testing.TestImages;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HexFormat;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostileVhdTest {
    private static final long SIZE = 1 << 30;
    private static final int FOOTER = 512;
    private static final int HEADER = 1024;

    @TempDir
    Path directory;

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "version 2          | 12 | 00020000 | vhd.version must be 65536 but is 131072",
                "no type            | 60 | 00000000 | vhd.disk_type must be 2 or 3 but is 0",
                "differencing       | 60 | 00000004 | vhd.disk_type must be 2 or 3 but is 4",
                "type 6             | 60 | 00000006 | vhd.disk_type must be 2 or 3 but is 6",
                "fixed by its head  | 60 | 00000002 | vhd.footer_offset must be 3584 but is 0",
                "header outside     | 16 | 000000007fffff00 |" + " vhd.data_offset must be 0..4096 but is 2147483392",
                "header nowhere     | 16 | ffffffffffffffff |"
                        + " vhd.data_offset must be 0..4096 but is 18446744073709551615",
                "header elsewhere   | 16 | 0000000000000400 | vhd.dynamic_header.cookie must be cxsparse",
                "larger than blocks | 48 | 0000000080000000 |"
                        + " vhd.dynamic_header.max_table_entries must be 1024..536870911 but is 512",
                "negative size      | 48 | 8000000000000000 |"
                        + " vhd.current_size must be 0..9223372036854775807 but is 9223372036854775808",
                "no size            | 48 | 0000000000000000 | vhd.virtual_size is 0",
            })
    void patchedFooterIsRefusedByName(String what, long offset, String hex, String reason) throws IOException {
        Path image = soundImage();

        TestImages.patch(image, offset, HexFormat.of().parseHex(hex));
        sum(image, 0, FOOTER, 64);

        assertRefused(image, DiskFormat.VHD, reason);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "no magic           | 0  | 00 | vhd.dynamic_header.cookie must be cxsparse",
                "table outside      | 16 | 000000007fffff00 |"
                        + " vhd.dynamic_header.table_offset must be 0..4096 but is 2147483392",
                "table over the end | 16 | 0000000000000c00 | vhd.dynamic_header.table_offset is 3072, and 2048 bytes"
                        + " from there lie outside the file of 4096",
                "too few entries    | 28 | 00000001 |"
                        + " vhd.dynamic_header.max_table_entries must be 512..536870911 but is 1",
                "4 Gi entries       | 28 | ffffffff |"
                        + " vhd.dynamic_header.max_table_entries must be 512..536870911 but is 4294967295",
                "no blocks          | 32 | 00000000 | vhd.dynamic_header.block_size must be a power of two but is 0",
                "odd blocks         | 32 | 00200001 |"
                        + " vhd.dynamic_header.block_size must be a power of two but is 2097153",
                "tiny blocks        | 32 | 00000100 |"
                        + " vhd.dynamic_header.block_size must be 512..2147483648 but is 256",
                "parent             | 40 | 01 | vhd.dynamic_header.parent_uuid must be all zeros but has data",
            })
    void patchedDynamicHeaderIsRefusedByName(String what, long offset, String hex, String reason) throws IOException {
        Path image = soundImage();

        TestImages.patch(image, FOOTER + offset, HexFormat.of().parseHex(hex));
        sum(image, FOOTER, HEADER, 36);

        assertRefused(image, DiskFormat.VHD, reason);
    }

    @Test
    void wrongChecksumIsRefused() {
        Path image = soundImage();

        TestImages.patch(image, 100, (byte) 1);

        Assertions.assertThat(Patches.inspect(image, DiskFormat.VHD))
                .isInstanceOfSatisfying(
                        Verdict.Refused.class,
                        refused -> Assertions.assertThat(refused.reason()).startsWith("vhd.checksum must be "));
    }

    @Test
    void fixedDiskIsNotTakenForRaw() {
        Path fixed = TestImages.create(directory, "vpc", "subformat=fixed,force_size=on", 1 << 20);

        Assertions.assertThat(Patches.inspect(fixed, DiskFormat.RAW))
                .isEqualTo(new Verdict.Refused(FailureCode.FORMAT_MISMATCH, "the image is declared as raw but is vhd"));
    }

    @Test
    void fixedDiskLargerThanItsFileIsRefused() throws IOException {
        Path fixed = TestImages.create(directory, "vpc", "subformat=fixed,force_size=on", 1 << 20);

        TestImages.patch(fixed, (1 << 20) + 48, HexFormat.of().parseHex("0000000000100200"));
        sum(fixed, 1 << 20, FOOTER, 64);

        assertRefused(fixed, DiskFormat.VHD, "vhd.current_size must be 0..1048576 but is 1049088");
    }

    @Test
    void differencingDiskByItsEndIsRefused() throws IOException {
        Path fixed = TestImages.create(directory, "vpc", "subformat=fixed,force_size=on", 1 << 20);

        TestImages.patch(fixed, (1 << 20) + 63, (byte) 4);
        sum(fixed, 1 << 20, FOOTER, 64);

        assertRefused(fixed, DiskFormat.VHD, "vhd.disk_type must be 2 or 3 but is 4");
    }

    @Test
    void dynamicDiskWithoutFooterAtItsStartIsRefused() throws IOException {
        Path fixed = TestImages.create(directory, "vpc", "subformat=fixed,force_size=on", 1 << 20);

        TestImages.patch(fixed, (1 << 20) + 63, (byte) 3);
        sum(fixed, 1 << 20, FOOTER, 64);

        assertRefused(fixed, DiskFormat.VHD, "vhd.footer_copy_offset must be 0 but is 1048576");
    }

    private Path soundImage() {
        Path image = TestImages.create(directory, "vpc", "force_size=on", SIZE);
        assertAccepted(image, DiskFormat.VHD, SIZE);
        return image;
    }

    /** Makes the checksum of a structure right again, so that the patched field is what is wrong. */
    private static void sum(Path image, long at, int length, int checksum) throws IOException {
        try (var file = new RandomAccessFile(image.toFile(), "rw")) {
            byte[] bytes = new byte[length];
            file.seek(at);
            file.readFully(bytes);
            int sum = 0;
            for (int i = 0; i < length; i++) {
                sum += i >= checksum && i < checksum + 4 ? 0 : bytes[i] & 0xff;
            }
            TestImages.patch(
                    image, at + checksum, ByteBuffer.allocate(4).putInt(~sum).array());
        }
    }
}
