package dev.darkroom.inspect.testing;

import static dev.darkroom.inspect.testing.HostileImage.refused;

import dev.darkroom.events.DiskFormat;
import dev.darkroom.events.FailureCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Images that are two things at once, another thing than declared, or only half of one. */
final class HostileMixtures {
    private static final long SIZE = 1 << 30;

    private HostileMixtures() {}

    static List<HostileImage> all() {
        return Stream.of(polyglots(), mismatches(), cut(), foreign())
                .flatMap(rows -> rows)
                .toList();
    }

    private static Stream<HostileImage> polyglots() {
        return HostileTable.rows("polyglots", " ~ ")
                .map(row -> refused(
                        "polyglot: " + row[3] + " at " + row[2] + " of " + row[0] + " declared as " + row[1],
                        DiskFormat.of(row[1]),
                        "the image must be of one format but looks like " + row[4],
                        directory -> TestImages.patch(
                                sound(row[0], directory), Long.parseLong(row[2]), HostileTable.bytes(row[3]))));
    }

    private static Stream<HostileImage> mismatches() {
        return Stream.of(
                        "qcow2 raw",
                        "vmdk raw",
                        "vhd raw",
                        "vhdx raw",
                        "vdi raw",
                        "iso raw",
                        "fixed raw",
                        "raw qcow2",
                        "raw vmdk",
                        "raw vhd",
                        "raw vhdx",
                        "raw vdi",
                        "raw iso",
                        "gpt iso",
                        "gpt qcow2",
                        "qcow2 vmdk",
                        "vmdk qcow2",
                        "vhdx vhd",
                        "vhd vhdx",
                        "iso qcow2")
                .map(pair -> pair.split(" "))
                .map(pair -> new HostileImage(
                        "mismatch: " + pair[0] + " declared as " + pair[1],
                        DiskFormat.of(pair[1]),
                        FailureCode.FORMAT_MISMATCH,
                        "the image is declared as " + pair[1] + " but is "
                                + pair[0].replace("fixed", "vhd").replace("gpt", "raw"),
                        directory -> sound(pair[0], directory)));
    }

    private static Stream<HostileImage> cut() {
        return Stream.of("qcow2", "vmdk", "vhd", "vhdx", "vdi")
                .flatMap(format -> Stream.of(100, 511, 1000)
                        .map(length -> refused(
                                "cut: " + format + " after " + length + " bytes",
                                DiskFormat.of(format),
                                format,
                                directory -> cut(sound(format, directory), length))));
    }

    private static Stream<HostileImage> foreign() {
        return Stream.concat(
                Stream.of("qed", "qcow", "parallels")
                        .map(format -> refused(
                                "foreign: " + format + " made by qemu-img",
                                DiskFormat.RAW,
                                "the image is " + format,
                                directory -> TestImages.create(directory, format, "", 1 << 20))),
                Stream.of(DiskFormat.RAW, DiskFormat.QCOW2, DiskFormat.ISO)
                        .flatMap(format -> Stream.of(
                                refused(
                                        "empty: declared as " + format,
                                        format,
                                        "the image is empty: it has 0 bytes",
                                        directory -> Files.createFile(directory.resolve("empty"))),
                                refused(
                                        "empty: 511 zeros declared as " + format,
                                        format,
                                        "the image is empty: it has 511 bytes, all of them 0",
                                        directory -> Files.write(directory.resolve("empty"), new byte[511])))));
    }

    private static Path cut(Path image, int length) throws IOException {
        return Files.write(image, Arrays.copyOf(Files.readAllBytes(image), length));
    }

    private static Path sound(String format, Path directory) throws IOException {
        return switch (format) {
            case "iso" -> SoundImages.iso(directory);
            case "gpt" -> SoundImages.gpt(directory);
            case "raw" -> SoundImages.blank(directory);
            case "fixed" -> TestImages.create(directory, "vpc", "subformat=fixed,force_size=on", 1 << 20);
            case "vhd" -> TestImages.create(directory, "vpc", "force_size=on", SIZE);
            case "vhdx" -> TestImages.create(directory, "vhdx", "log_size=1M", SIZE);
            default -> TestImages.create(directory, format, "", SIZE);
        };
    }
}
