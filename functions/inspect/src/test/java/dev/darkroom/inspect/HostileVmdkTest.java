package dev.darkroom.inspect;

import static dev.darkroom.inspect.Patches.assertAccepted;
import static dev.darkroom.inspect.Patches.assertRefused;

import dev.darkroom.events.DiskFormat;
import dev.darkroom.inspect.testing.TestImages;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostileVmdkTest {
    private static final long SIZE = 1 << 30;
    private static final int SECTOR = 512;
    private static final int DESCRIPTOR = SECTOR;
    private static final int DESCRIPTOR_LENGTH = 20 * SECTOR;
    private static final String SOUND = """
            # Disk DescriptorFile
            version=1
            CID=2f9bf2ee
            parentCID=ffffffff
            createType="monolithicSparse"

            # Extent description
            RW 2097152 SPARSE "image.vmdk"

            # The Disk Data Base
            #DDB

            ddb.virtualHWVersion = "4"
            ddb.adapterType = "ide"
            """;

    @TempDir
    Path directory;

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            maxCharsPerColumn = 200,
            value = {
                "version 0            | 4  | 00000000 | vmdk.version must be 1..3 but is 0",
                "version 4            | 4  | 04000000 | vmdk.version must be 1..3 but is 4",
                "no capacity          | 12 | 0000000000000000 |"
                        + " vmdk.capacity must be 1..18014398509481983 but is 0",
                "capacity of 2^63     | 12 | 0000000000004000 |"
                        + " vmdk.capacity must be 1..18014398509481983 but is 18014398509481984",
                "odd grains           | 20 | 8100000000000000 | vmdk.grain_size must be a power of two but is 129",
                "no grains            | 20 | 0000000000000000 | vmdk.grain_size must be a power of two but is 0",
                "huge grains          | 20 | 0000400000000000 |" + " vmdk.grain_size must be 1..2097152 but is 4194304",
                "no descriptor        | 28 | 0000000000000000 | vmdk.descriptor_offset must be 1 but is 0",
                "descriptor elsewhere | 28 | 0200000000000000 | vmdk.descriptor_offset must be 1 but is 2",
                "empty descriptor     | 36 | 0000000000000000 | vmdk.descriptor_size must be 1..2047 but is 0",
                "1 MiB descriptor     | 36 | 0008000000000000 | vmdk.descriptor_size must be 1..2047 but is 2048",
                "descriptor of 2^63   | 36 | 0000000000000080 |"
                        + " vmdk.descriptor_size must be 1..2047 but is 9223372036854775808",
                "descriptor too long  | 36 | ff07000000000000 |"
                        + " vmdk.descriptor needs 1048064 bytes at 512 but the file has 196608",
                "no tables            | 44 | 00000000 | vmdk.gtes_per_gt must be 1..512 but is 0",
                "tables too long      | 44 | 01020000 | vmdk.gtes_per_gt must be 1..512 but is 513",
                "directory outside    | 56 | 8101000000000000 |"
                        + " vmdk.grain_directory_offset must be 0..384 but is 385",
                "directory at the end | 56 | 8001000000000000 | vmdk.grain_directory_offset is 384, and 128 bytes"
                        + " from there lie outside the file of 196608",
                "directory nowhere    | 56 | feffffffffffffff |"
                        + " vmdk.grain_directory_offset must be 0..384 but is 18446744073709551614",
            })
    void patchedFieldIsRefusedByName(String what, long offset, String hex, String reason) {
        Path image = soundImage();

        TestImages.patch(image, offset, HexFormat.of().parseHex(hex));

        assertRefused(image, DiskFormat.VMDK, reason);
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(
            delimiter = '~',
            maxCharsPerColumn = 300,
            quoteCharacter = '`',
            value = {
                "monolithicSparse ~ monolithicFlat ~ vmdk.descriptor.createType must be monolithicsparse or"
                        + " streamoptimized but is \"monolithicflat\"",
                "monolithicSparse ~ twoGbMaxExtentSparse ~ vmdk.descriptor.createType must be monolithicsparse or"
                        + " streamoptimized but is \"twogbmaxextentsparse\"",
                "monolithicSparse ~ vmfs ~ vmdk.descriptor.createType must be monolithicsparse or streamoptimized but"
                        + " is \"vmfs\"",
                "monolithicSparse ~ fullDevice ~ vmdk.descriptor.createType must be monolithicsparse or"
                        + " streamoptimized but is \"fulldevice\"",
                "createType ~ someType ~ vmdk.descriptor.createType settings must be 1 but is 0",
                "CID=2f9bf2ee ~ createType=\"streamOptimized\" ~ vmdk.descriptor.createType settings must be 1 but"
                        + " is 2",
                "parentCID=ffffffff ~ parentCID=2f9bf2ef ~ vmdk.descriptor.parentCID must be ffffffff but is"
                        + " \"2f9bf2ef\"",
                "#DDB ~ parentFileNameHint=\"/etc/passwd\" ~ vmdk.descriptor names a parent file; the image must stand"
                        + " alone",
                "#DDB ~ # parentFileNameHint=\"/etc/passwd\" ~ vmdk.descriptor names a parent file; the image must"
                        + " stand alone",
                "\"image.vmdk\" ~ \"/etc/passwd\" ~ vmdk.descriptor.extent must name no path but is"
                        + " \"RW 2097152 SPARSE \"/etc/passwd\"\"",
                "\"image.vmdk\" ~ \"..\\\\passwd\" ~ vmdk.descriptor.extent must name no path but is"
                        + " \"RW 2097152 SPARSE \"..\\passwd\"\"",
                "SPARSE \"image.vmdk\" ~ FLAT \"passwd\" 0 ~ vmdk.descriptor.extent must be SPARSE in this file but is"
                        + " \"RW 2097152 FLAT \"passwd\" 0\"",
                "SPARSE ~ ZERO ~ vmdk.descriptor.extent must be SPARSE in this file but is"
                        + " \"RW 2097152 ZERO \"image.vmdk\"\"",
                "SPARSE ~ VMFS ~ vmdk.descriptor.extent must be SPARSE in this file but is"
                        + " \"RW 2097152 VMFS \"image.vmdk\"\"",
                "RW ~ RWX ~ vmdk.descriptor has the line \"RWX 2097152 SPARSE \"image.vmdk\"\", which is not understood",
                "RW 2097152 ~ RW -1 ~ vmdk.descriptor.extent must be SPARSE in this file but is"
                        + " \"RW -1 SPARSE \"image.vmdk\"\"",
                "RW ~ # RW ~ vmdk.descriptor.extents must be 1 but is 0",
                "#DDB ~ RW 63 SPARSE \"two.vmdk\" ~ vmdk.descriptor.extents must be 1 but is 2",
                "#DDB ~ rdonly 63 sparse \"two.vmdk\" ~ vmdk.descriptor.extents must be 1 but is 2",
                "#DDB ~ something else ~ vmdk.descriptor has the line \"something else\", which is not understood",
            })
    void descriptorThatLeadsElsewhereIsRefused(String what, String instead, String reason) {
        Assertions.assertThat(SOUND).contains(what);

        Path image = withDescriptor(SOUND.replaceFirst(java.util.regex.Pattern.quote(what), instead));

        assertRefused(image, DiskFormat.VMDK, reason);
    }

    @Test
    void soundDescriptorIsAccepted() {
        assertAccepted(withDescriptor(SOUND), DiskFormat.VMDK, SIZE);
        assertAccepted(withDescriptor(SOUND.replace("\n", "\r\n")), DiskFormat.VMDK, SIZE);
    }

    @Test
    void parentBehindTheEndOfTheTextIsRefused() {
        assertRefused(
                withDescriptor(SOUND + "\0parentFileNameHint=\"/etc/passwd\"\n"),
                DiskFormat.VMDK,
                "vmdk.descriptor names a parent file; the image must stand alone");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "monolithicFlat",
                "twoGbMaxExtentSparse",
                "twoGbMaxExtentFlat",
            })
    void realDiskOfSeveralFilesIsRefused(String subformat) {
        Path image = TestImages.create(directory, "vmdk", "subformat=" + subformat, 1 << 20);

        assertRefused(
                image,
                DiskFormat.VMDK,
                "the image is a vmdk descriptor that names other files; only vmdk images of one file,"
                        + " monolithicSparse or streamOptimized, are accepted");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "# Disk DescriptorFile\nversion=1\n",
                "\n  # disk descriptorfile\n",
                "#  DISK\tDescriptorFile",
                "version=1\n",
                "version=3\r\n",
                "# a comment\n# another\n   \n \r\nversion=2\nRW 63 FLAT \"/etc/passwd\" 0\n",
            })
    void textThatAToolWouldTakeForADescriptorIsRefusedWhateverItIsDeclared(String text) throws IOException {
        Path image = Files.writeString(directory.resolve("text"), text);

        for (DiskFormat declared : DiskFormat.values()) {
            Assertions.assertThat(Patches.inspect(image, declared))
                    .isInstanceOfSatisfying(
                            Verdict.Refused.class,
                            refused -> Assertions.assertThat(refused.reason())
                                    .startsWith("the image is a vmdk descriptor"));
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            maxCharsPerColumn = 200,
            value = {
                "marker's size         | -1528 | 01 | vmdk.footer_marker.size must be 0 but is 1",
                "marker's type         | -1524 | 02 | vmdk.footer_marker.type must be 3 but is 2",
                "marker's padding      | -1025 | 01 | vmdk.footer_marker.padding must be all zeros but has data",
                "signature             | -1024 | 4c | vmdk.footer.magic must be 1447904331 but is 1447904332",
                "version               | -1020 | 01 | vmdk.footer.version must be 3 but is 1",
                "capacity              | -1012 | 01 | vmdk.footer.capacity must be 2097152 but is 2097153",
                "capacity 0            | -1010 | 00 | vmdk.footer.capacity must be 2097152 but is 0",
                "grains                | -1004 | 40 | vmdk.footer.grain_size must be 128 but is 64",
                "moved descriptor      | -996  | 02 | vmdk.footer.descriptor_offset must be 1 but is 2",
                "longer descriptor     | -988  | 15 | vmdk.footer.descriptor_size must be 20 but is 21",
                "tables                | -979  | 01 | vmdk.footer.gtes_per_gt must be 512 but is 256",
                "second footer         | -968  | ffffffffffffffff | vmdk.grain_directory_offset",
                "directory outside     | -966  | ff | vmdk.grain_directory_offset",
                "end of stream's value | -512  | 01 | vmdk.end_of_stream.marker must be all zeros but has data",
                "end of stream's size  | -504  | 01 | vmdk.end_of_stream.marker must be all zeros but has data",
                "end of stream's type  | -500  | 01 | vmdk.end_of_stream.marker must be all zeros but has data",
                "end of stream's pad   | -1    | 01 | vmdk.end_of_stream.marker must be all zeros but has data",
            })
    void falsifiedFooterIsRefusedByName(String what, long offset, String hex, String reason) throws IOException {
        Path image = withFooter();

        TestImages.patch(image, offset, HexFormat.of().parseHex(hex));

        Assertions.assertThat(Patches.inspect(image, DiskFormat.VMDK))
                .isInstanceOfSatisfying(
                        Verdict.Refused.class,
                        refused -> Assertions.assertThat(refused.reason())
                                .startsWith(reason.replace("vmdk.grain_directory", "vmdk.footer.grain_directory")));
    }

    @Test
    void footerLikeTheHeaderIsAccepted() throws IOException {
        assertAccepted(withFooter(), DiskFormat.VMDK, SIZE);
    }

    /** The header says that the directory's place is in the footer, and three sectors at the end are the footer. */
    private Path withFooter() throws IOException {
        Path image = TestImages.create(directory, "vmdk", "subformat=streamOptimized", SIZE);
        byte[] header = Arrays.copyOf(Files.readAllBytes(image), SECTOR);
        byte[] footer = new byte[3 * SECTOR];
        footer[12] = 3;
        System.arraycopy(header, 0, footer, SECTOR, SECTOR);
        TestImages.patch(image, Files.size(image), footer);
        return TestImages.patch(image, 56, HexFormat.of().parseHex("ffffffffffffffff"));
    }

    private Path withDescriptor(String text) {
        byte[] descriptor = Arrays.copyOf(text.getBytes(StandardCharsets.US_ASCII), DESCRIPTOR_LENGTH);
        return TestImages.patch(soundImage(), DESCRIPTOR, descriptor);
    }

    private Path soundImage() {
        Path image = TestImages.create(directory, "vmdk", "", SIZE);
        assertAccepted(image, DiskFormat.VMDK, SIZE);
        return image;
    }
}
