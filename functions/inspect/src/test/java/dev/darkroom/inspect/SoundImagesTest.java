package dev.darkroom.inspect;

import static dev.darkroom.inspect.Patches.assertAccepted;

import dev.darkroom.events.DiskFormat;
import dev.darkroom.inspect.testing.Checksums;
import dev.darkroom.inspect.testing.HostileVmdk;
import dev.darkroom.inspect.testing.SoundImages;
import dev.darkroom.inspect.testing.TestImages;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What lies close to a rule and is sound all the same. */
class SoundImagesTest {
    private static final long MIB = 1 << 20;
    private static final long GIB = 1 << 30;

    @TempDir
    Path directory;

    @Test
    void isoIsAccepted() throws IOException {
        assertAccepted(SoundImages.iso(directory), DiskFormat.ISO, MIB);
    }

    @ParameterizedTest
    @ValueSource(strings = {"NSR02", "NSR03"})
    void udfIsAnIsoImage(String volume) throws IOException {
        Path image = write(SoundImages.blank(directory), 32769, "BEA01");

        assertAccepted(write(image, 32768 + 2048 + 1, volume), DiskFormat.ISO, MIB);
    }

    @Test
    void extendedAreaWithoutVolumeIsRaw() throws IOException {
        Path image = SoundImages.blank(directory);
        for (int sector = 16; sector < 32; sector++) {
            write(image, sector * 2048L + 1, "BEA01");
        }

        assertAccepted(image, DiskFormat.RAW, MIB);
    }

    @Test
    void isoThatAlsoBootsFromAStickIsAnIsoImage() throws IOException {
        assertAccepted(write(SoundImages.gpt(directory), 32769, "CD001"), DiskFormat.ISO, MIB);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "one partition                | 450 | 83",
                "an inactive partition        | 446 | 00",
                "junk in an unused entry      | 494 | 7f",
                "four partitions              | 466 | 83",
                "no signature and a bad flag  | 446 | 01000900830020000800000000000000000000000000000000000000000000"
                        + "0000000000000000000000000000000000000000000000000000000000000000000000000000",
                "a FAT file system of a disk  | 446 | 33",
                "protective MBR alone         | 446 | 00000200eeffffff01000000",
            })
    void diskWithATableIsRaw(String what, long offset, String hex) throws IOException {
        Path image = TestImages.patch(
                SoundImages.mbr(directory), offset, HexFormat.of().parseHex(hex));
        if (what.startsWith("a FAT")) {
            TestImages.patch(image, 16, (byte) 2);
            TestImages.patch(image, 21, (byte) 0xf8);
        }

        assertAccepted(image, DiskFormat.RAW, MIB);
    }

    @ParameterizedTest
    @ValueSource(ints = {512, 4096})
    void guidPartitionTableIsRaw(int sector) throws IOException {
        assertAccepted(SoundImages.gpt(directory, sector), DiskFormat.RAW, MIB);
    }

    @Test
    void fixedVhdOfAPartitionedDiskIsOneFormat() throws IOException {
        Path fixed = directory.resolve("fixed.vhd");
        TestImages.run(
                "qemu-img",
                "convert",
                "-f",
                "raw",
                "-O",
                "vpc",
                "-o",
                "subformat=fixed,force_size=on",
                SoundImages.gpt(directory).toString(),
                fixed.toString());

        assertAccepted(fixed, DiskFormat.VHD, MIB);
    }

    @Test
    void dirtyQcow2IsAccepted() {
        // Its last user did not close it: the refcounts may be stale, the data are not.
        Path image = TestImages.create(directory, "qcow2", "", GIB);

        assertAccepted(TestImages.patch(image, 79, (byte) 1), DiskFormat.QCOW2, GIB);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"compatible, 80, 80ffffffffffffff", "autoclear, 88, 80000000000000fd"})
    void featuresThatReadersMayIgnoreAreIgnored(String kind, long offset, String hex) {
        Path image = TestImages.create(directory, "qcow2", "", GIB);

        assertAccepted(TestImages.patch(image, offset, HexFormat.of().parseHex(hex)), DiskFormat.QCOW2, GIB);
    }

    @Test
    void qcow2OfVersion2HasNoFeatureBits() {
        // What version 3 has there are, in version 2, the header's extensions: here an unknown one.
        Path image = TestImages.create(directory, "qcow2", "compat=0.10", GIB);

        assertAccepted(TestImages.patch(image, 72, new byte[] {0, 0, 0, 4}), DiskFormat.QCOW2, GIB);
    }

    @Test
    void qcow2WithBitmapsIsAccepted() {
        Path image = TestImages.create(directory, "qcow2", "", GIB);
        TestImages.run("qemu-img", "bitmap", "--add", image.toString(), "changes");

        assertAccepted(image, DiskFormat.QCOW2, GIB);
    }

    @Test
    void descriptorOfVmwareIsAcceptedWithEitherLineEnd() {
        assertAccepted(HostileVmdk.withDescriptor(directory, HostileVmdk.SOUND), DiskFormat.VMDK, GIB);
        assertAccepted(
                HostileVmdk.withDescriptor(directory, HostileVmdk.SOUND.replace("\n", "\r\n")), DiskFormat.VMDK, GIB);
    }

    @Test
    void descriptorOfOneSectorIsAcceptedWhateverComesBehindIt() {
        String text = HostileVmdk.SOUND.substring(0, HostileVmdk.SOUND.indexOf("# The Disk"));
        Path image = HostileVmdk.withDescriptor(directory, text);
        TestImages.patch(image, 36, (byte) 1);

        assertAccepted(TestImages.patch(image, 1024, new byte[] {(byte) 0xff, 1, '\n', '=', 0}), DiskFormat.VMDK, GIB);
    }

    @Test
    void vmdkFooterLikeTheHeaderIsAccepted() throws IOException {
        assertAccepted(SoundImages.vmdkWithFooter(directory), DiskFormat.VMDK, GIB);
    }

    @Test
    void vhdWithoutItsLastFooterIsAccepted() throws IOException {
        Path image = TestImages.create(directory, "vpc", "force_size=on", GIB);

        assertAccepted(TestImages.patch(image, Files.size(image) - 512, new byte[512]), DiskFormat.VHD, GIB);
    }

    @Test
    void oneBrokenCopyInAVhdxIsNoReasonToRefuse() {
        Path image = TestImages.create(directory, "vhdx", "log_size=1M", GIB);
        TestImages.patch(image, (64 << 10) + 100, (byte) 1);
        TestImages.patch(image, (192 << 10) + 1000, (byte) 1);

        assertAccepted(image, DiskFormat.VHDX, GIB);
    }

    @Test
    void optionalRegionThatIsUnknownIsSkipped() throws IOException {
        Path image = TestImages.create(directory, "vhdx", "log_size=1M", GIB);
        for (int table : new int[] {192 << 10, 256 << 10}) {
            TestImages.patch(image, table + 8, (byte) 3);
            Checksums.vhdx(image, table, 64 << 10);
        }

        assertAccepted(image, DiskFormat.VHDX, GIB);
    }

    private static Path write(Path image, long offset, String text) {
        return TestImages.patch(image, offset, text.getBytes(StandardCharsets.US_ASCII));
    }
}
