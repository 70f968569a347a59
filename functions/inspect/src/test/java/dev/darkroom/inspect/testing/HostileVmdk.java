package dev.darkroom.inspect.testing;

import static dev.darkroom.inspect.testing.HostileImage.refused;

import dev.darkroom.events.DiskFormat;
import dev.darkroom.events.FailureCode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** VMDK: the header, the descriptor within, the footer, and descriptors that are whole files. */
public final class HostileVmdk {
    /** A descriptor as VMware writes it. */
    public static final String SOUND = """
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

    private static final long SIZE = 1 << 30;
    private static final int DESCRIPTOR = 512;
    private static final int DESCRIPTOR_LENGTH = 20 * 512;
    private static final String ONLY_TEXT = "the image is a vmdk descriptor that names other files";

    private HostileVmdk() {}

    static List<HostileImage> all() {
        return Stream.of(
                        HostileTable.patched("vmdk", DiskFormat.VMDK, HostileVmdk::sparse).stream(),
                        descriptors(),
                        hints(),
                        HostileTable.patched("vmdk-footer", DiskFormat.VMDK, SoundImages::vmdkWithFooter).stream(),
                        severalFiles(),
                        texts(),
                        others())
                .flatMap(rows -> rows)
                .toList();
    }

    /** A sparse image whose descriptor is this text. */
    public static Path withDescriptor(Path directory, String text) {
        byte[] descriptor = Arrays.copyOf(text.getBytes(StandardCharsets.US_ASCII), DESCRIPTOR_LENGTH);
        return TestImages.patch(sparse(directory), DESCRIPTOR, descriptor);
    }

    private static Stream<HostileImage> descriptors() {
        return HostileTable.rows("vmdk-descriptor", "~").map(row -> {
            String instead = new String(HostileTable.bytes(row[1]), StandardCharsets.ISO_8859_1);
            if (!SOUND.contains(row[0])) {
                throw new AssertionError("the sound descriptor has no " + row[0]);
            }
            return refused(
                    "vmdk descriptor: " + row[1] + " for " + row[0],
                    DiskFormat.VMDK,
                    row[2],
                    directory -> withDescriptor(directory, SOUND.replace(row[0], instead)));
        });
    }

    /** In the descriptor's first sector, across its end and behind it: qemu finds it wherever it begins in 20 sectors. */
    private static Stream<HostileImage> hints() {
        String hint = "parentFileNameHint=\"/etc/passwd\"\n";
        return Stream.of(900, 1014, 1023, 1024, 8191, DESCRIPTOR + DESCRIPTOR_LENGTH - hint.length())
                .map(at -> refused(
                        "vmdk descriptor: of one sector, with a parent file at " + at,
                        DiskFormat.VMDK,
                        "vmdk.descriptor names a parent file",
                        directory -> {
                            byte[] text = new byte[DESCRIPTOR_LENGTH];
                            Arrays.fill(text, (byte) '#');
                            byte[] lines =
                                    SOUND.substring(0, SOUND.indexOf("\n# The")).getBytes(StandardCharsets.US_ASCII);
                            System.arraycopy(lines, 0, text, 0, lines.length);
                            System.arraycopy(
                                    hint.getBytes(StandardCharsets.US_ASCII), 0, text, at - DESCRIPTOR, hint.length());
                            Path image = TestImages.patch(sparse(directory), DESCRIPTOR, text);
                            return TestImages.patch(image, 36, (byte) 1);
                        }));
    }

    private static Stream<HostileImage> severalFiles() {
        return Stream.of("monolithicFlat", "twoGbMaxExtentSparse", "twoGbMaxExtentFlat")
                .flatMap(type -> Stream.of(DiskFormat.VMDK, DiskFormat.RAW)
                        .map(declared -> refused(
                                "vmdk: " + type + " made by qemu-img, declared as " + declared,
                                declared,
                                ONLY_TEXT,
                                directory -> TestImages.create(directory, "vmdk", "subformat=" + type, 1 << 20))));
    }

    private static Stream<HostileImage> texts() {
        return Stream.of(
                        "# Disk DescriptorFile\nversion=1\n",
                        "\n  # disk descriptorfile\n",
                        "#  DISK\tDescriptorFile",
                        "version=1\n",
                        "version=3\r\n",
                        "# a comment\n# another\n   \n \r\nversion=2\nRW 63 FLAT \"/etc/passwd\" 0\n",
                        "#\rcomment of old\nversion=1\nRW 63 FLAT \"/etc/passwd\" 0\n",
                        "# comment of old\rversion=1\r",
                        "# Disk DescriptorFile\u0085\n",
                        "# Disk DescriptorFile \r of old\n")
                .flatMap(text -> Stream.of(DiskFormat.VMDK, DiskFormat.RAW, DiskFormat.QCOW2)
                        .map(declared -> refused(
                                "vmdk text: " + text.strip().replaceAll("\\s+", " ") + " declared as " + declared,
                                declared,
                                ONLY_TEXT,
                                directory -> Files.writeString(directory.resolve("text"), text))));
    }

    private static Stream<HostileImage> others() {
        return Stream.of(
                refused(
                        "vmdk footer: bytes behind the end",
                        DiskFormat.VMDK,
                        "vmdk.file_size must be a multiple of 512 but is ",
                        directory -> {
                            Path image = SoundImages.vmdkWithFooter(directory);
                            return TestImages.patch(image, Files.size(image), (byte) 0);
                        }),
                refused(
                        "vmdk descriptor: a line of 2 KiB",
                        DiskFormat.VMDK,
                        "vmdk.descriptor.line_length must be 0..1024 but is 1025",
                        directory -> withDescriptor(directory, SOUND + "# " + "x".repeat(2048))),
                new HostileImage(
                        "vmdk: disk of 1 TiB",
                        DiskFormat.VMDK,
                        FailureCode.LIMIT_EXCEEDED,
                        "vmdk.virtual_size is 1099511627776 bytes, more than the limit",
                        // In grains of 32 MiB, so that the file stays small.
                        directory -> TestImages.patch(
                                sparse(directory), 12, HexFormat.of().parseHex("00000080000000000000010000000000"))));
    }

    private static Path sparse(Path directory) {
        return TestImages.create(directory, "vmdk", "", SIZE);
    }
}
