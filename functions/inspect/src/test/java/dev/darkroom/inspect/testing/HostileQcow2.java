package dev.darkroom.inspect.testing;

import static dev.darkroom.inspect.testing.HostileImage.refused;

import dev.darkroom.events.DiskFormat;
import dev.darkroom.events.FailureCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

final class HostileQcow2 {
    private static final long SIZE = 1 << 30;

    private HostileQcow2() {}

    static List<HostileImage> all() {
        return Stream.of(
                        HostileTable.patched("qcow2", DiskFormat.QCOW2, directory -> qcow2(directory, "")),
                        HostileTable.patched(
                                "qcow2-version2", DiskFormat.QCOW2, directory -> qcow2(directory, "compat=0.10")),
                        real())
                .flatMap(List::stream)
                .toList();
    }

    private static List<HostileImage> real() {
        return List.of(
                refused(
                        "qcow2: backing file made by qemu-img",
                        DiskFormat.QCOW2,
                        "qcow2.backing_file_offset must be 0 but is 528",
                        HostileQcow2::overlay),
                refused(
                        "qcow2: data file made by qemu-img",
                        DiskFormat.QCOW2,
                        "qcow2.incompatible_features must be without the data file bit but is 4",
                        directory -> qcow2(directory, "data_file=" + directory.resolve("data"))),
                refused(
                        "qcow2: raw data file made by qemu-img",
                        DiskFormat.QCOW2,
                        "qcow2.incompatible_features must be without the data file bit but is 4",
                        directory -> qcow2(directory, "data_file_raw=on,data_file=" + directory.resolve("data"))),
                refused(
                        "qcow2: extended L2 entries made by qemu-img",
                        DiskFormat.QCOW2,
                        "qcow2.incompatible_features must be without the extended L2 bit but is 16",
                        directory -> qcow2(directory, "extended_l2=on")),
                refused(
                        "qcow2: snapshot made by qemu-img",
                        DiskFormat.QCOW2,
                        "qcow2.nb_snapshots must be 0 but is 1",
                        directory -> {
                            Path image = qcow2(directory, "");
                            TestImages.run("qemu-img", "snapshot", "-c", "before", image.toString());
                            return image;
                        }),
                new HostileImage(
                        "qcow2: disk of 1 PiB made by qemu-img",
                        DiskFormat.QCOW2,
                        FailureCode.LIMIT_EXCEEDED,
                        "qcow2.virtual_size is 1125899906842624 bytes, more than the limit",
                        directory -> TestImages.create(directory, "qcow2", "cluster_size=2M", 1L << 50)));
    }

    private static Path overlay(Path directory) throws java.io.IOException {
        Path secret = Files.writeString(directory.resolve("secret"), "s".repeat(512));
        Path overlay = directory.resolve("overlay.qcow2");
        TestImages.run(
                "qemu-img", "create", "-q", "-f", "qcow2", "-b", secret.toString(), "-F", "raw", overlay.toString());
        return overlay;
    }

    private static Path qcow2(Path directory, String options) {
        return TestImages.create(directory, "qcow2", options, SIZE);
    }
}
