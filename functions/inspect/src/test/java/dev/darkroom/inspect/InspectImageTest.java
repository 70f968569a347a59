package dev.darkroom.inspect;

import static dev.darkroom.inspect.Patches.assertAccepted;
import static dev.darkroom.inspect.Patches.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.events.ByteSize;
import dev.darkroom.events.DiskFormat;
import dev.darkroom.events.FailureCode;
import dev.darkroom.inspect.testing.TestImages;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class InspectImageTest {
    private static final long MIB = 1 << 20;

    @TempDir
    Path directory;

    @ParameterizedTest(name = "{0} declared as {1}")
    @CsvSource({
        "qcow2, raw", "vmdk, raw", "vpc, raw", "vhdx, raw", "vdi, raw",
        "raw, qcow2", "raw, iso", "qcow2, vmdk", "vmdk, qcow2", "vhdx, vhd",
    })
    void imageOfAnotherFormatThanDeclaredIsAMismatchThatNamesBoth(String made, String declared) {
        Path image = TestImages.create(directory, made, "", MIB);

        assertThat(Patches.inspect(image, DiskFormat.of(declared)))
                .isEqualTo(new Verdict.Refused(
                        FailureCode.FORMAT_MISMATCH,
                        "the image is declared as " + declared + " but is " + made.replace("vpc", "vhd")));
    }

    @Test
    void isoIsAccepted() throws IOException {
        assertAccepted(iso(), DiskFormat.ISO, MIB);
    }

    @ParameterizedTest
    @ValueSource(strings = {"NSR02", "NSR03"})
    void udfIsAnIsoImage(String volume) throws IOException {
        Path image = write(32769, "BEA01");
        TestImages.patch(image, 32768 + 2048 + 1, volume.getBytes(StandardCharsets.US_ASCII));

        assertAccepted(image, DiskFormat.ISO, MIB);
    }

    @Test
    void extendedAreaWithoutVolumeIsRaw() throws IOException {
        Path image = write(32769, "BEA01");
        for (int sector = 17; sector < 32; sector++) {
            TestImages.patch(image, sector * 2048L + 1, "BEA01".getBytes(StandardCharsets.US_ASCII));
        }

        assertAccepted(image, DiskFormat.RAW, MIB);
    }

    @Test
    void isoThatAlsoBootsFromAStickIsAnIsoImage() throws IOException {
        assertAccepted(partitioned(iso()), DiskFormat.ISO, MIB);
    }

    @Test
    void partitionedDiskIsRaw() throws IOException {
        assertAccepted(partitioned(write(0, "boot code")), DiskFormat.RAW, MIB);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"bad boot flag, 446, 1", "bad boot flag in the last entry, 494, 127", "no signature, 511, 0"})
    void whatLooksAlmostLikeAPartitionTableIsRawAllTheSame(String what, long offset, byte value) throws IOException {
        assertAccepted(TestImages.patch(partitioned(write(0, "")), offset, value), DiskFormat.RAW, MIB);
    }

    @ParameterizedTest
    @CsvSource({
        "qcow2, 0, QFI\u00fb",
        "vmdk, 0, KDMV",
        "vdi, 64, '\u007f\u0010\u00da\u00be'",
        "vhd, 0, conectix",
        "vhd, 1048064, conectix",
        "vhdx, 0, vhdxfile",
        "luks, 0, 'LUKS\u00ba\u00be'",
        "dmg, 1048064, koly",
    })
    void isoThatHidesAnotherFormatIsRefused(String format, long offset, String magic) throws IOException {
        Path image = TestImages.patch(iso(), offset, magic.getBytes(StandardCharsets.ISO_8859_1));

        assertThat(Patches.inspect(image, DiskFormat.ISO)).isInstanceOfSatisfying(Verdict.Refused.class, refused -> {
            assertThat(refused.code()).isEqualTo(FailureCode.IMAGE_REFUSED);
            assertThat(refused.reason())
                    .startsWith("the image must be of one format but looks like ")
                    .contains(format)
                    .contains("iso");
        });
    }

    @Test
    void qcow2WithAPartitionTableIsRefused() throws IOException {
        Path image = partitioned(TestImages.create(directory, "qcow2", "", MIB));

        assertRefused(
                image, DiskFormat.QCOW2, "the image must be of one format but looks like qcow2 and partitioned disk");
    }

    @Test
    void qcow2ThatEndsLikeAFixedVhdIsRefused() {
        Path image = TestImages.create(directory, "qcow2", "", MIB);
        TestImages.patch(image, -512, "conectix".getBytes(StandardCharsets.US_ASCII));

        assertRefused(image, DiskFormat.QCOW2, "the image must be of one format but looks like qcow2 and vhd");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "luks                  | LUKS\u00ba\u00be\\0\\1 | encrypted images cannot be checked",
                "luks                  | LUKS\u00ba\u00be\\0\\2 | encrypted images cannot be checked",
                "qed                   | QED\\0                    | its driver is unmaintained",
                "qcow version 1        | QFI\u00fb\\0\\0\\0\\1  | it has backing files and no checks",
                "vmdk version 3 (COWD) | COWD                      | it is obsolete",
                "parallels             | WithoutFreeSpace          | no cloud takes it",
                "parallels             | WithouFreSpacExt          | no cloud takes it",
                "bochs                 | Bochs Virtual HD Image    | no cloud takes it",
                "cloop                 | #!/bin/sh\\n#V2.0 Format  | no cloud takes it",
            })
    void formatThatOnlyQemuKnowsIsRefusedByNameWhateverItIsDeclared(String name, String magic, String why)
            throws IOException {
        Path image = write(
                0,
                magic.replace("\\0", "\0")
                        .replace("\\1", "\1")
                        .replace("\\2", "\2")
                        .replace("\\n", "\n"));

        for (DiskFormat declared : DiskFormat.values()) {
            assertRefused(image, declared, "the image is " + name + ", which is never accepted: " + why);
        }
    }

    @Test
    void dmgIsRefusedByItsTrailer() throws IOException {
        assertRefused(
                write(MIB - 512, "koly"),
                DiskFormat.RAW,
                "the image is dmg, which is never accepted: no cloud takes it");
    }

    @ParameterizedTest
    @ValueSource(strings = {"qed", "qcow", "parallels"})
    void foreignImageMadeByQemuIsRefused(String format) {
        Path image = TestImages.create(directory, format, "", MIB);

        assertThat(Patches.inspect(image, DiskFormat.RAW))
                .isInstanceOfSatisfying(
                        Verdict.Refused.class,
                        refused -> assertThat(refused.reason())
                                .startsWith("the image is " + format)
                                .contains("never accepted"));
    }

    @Test
    void emptyFileIsRefused() throws IOException {
        Path empty = Files.createFile(directory.resolve("empty"));

        assertRefused(empty, DiskFormat.RAW, "raw.virtual_size is 0");
    }

    @ParameterizedTest
    @EnumSource(names = {"RAW", "QCOW2", "VMDK", "VHDX"})
    void diskOfTheLargestSizeIsAcceptedAndOneSectorMoreIsNot(DiskFormat format) {
        InspectImage inspect = new InspectImage(new ByteSize(MIB));

        Path largest = TestImages.create(directory, format.qemu(), "", MIB);
        Path larger = TestImages.create(directory, format.qemu(), "", MIB + 512);

        assertThat(inspect.inspect(largest, format)).isEqualTo(new Verdict.Accepted(format, MIB));
        assertThat(inspect.inspect(larger, format))
                .isEqualTo(new Verdict.Refused(
                        FailureCode.LIMIT_EXCEEDED,
                        format + ".virtual_size is 1049088 bytes, more than the limit of 1048576 (1.0 MiB)"));
    }

    @Test
    void fileThatCannotBeReadIsNoVerdict() {
        assertThatThrownBy(() -> Patches.inspect(directory.resolve("nothing"), DiskFormat.RAW))
                .isInstanceOf(UncheckedIOException.class);
    }

    private Path iso() throws IOException {
        return write(32769, "CD001");
    }

    private Path write(long offset, String text) throws IOException {
        Path image = directory.resolve("written");
        try (var file = new RandomAccessFile(image.toFile(), "rw")) {
            file.setLength(MIB);
        }
        return TestImages.patch(image, offset, text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static Path partitioned(Path image) {
        byte[] table = new byte[66];
        table[0] = (byte) 0x80;
        table[4] = (byte) 0x83;
        table[64] = 0x55;
        table[65] = (byte) 0xaa;
        return TestImages.patch(image, 446, table);
    }
}
