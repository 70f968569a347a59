package dev.darkroom.inspect.testing;

import static dev.darkroom.inspect.testing.HostileImage.refused;

import dev.darkroom.events.DiskFormat;
import dev.darkroom.events.FailureCode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** As qemu-img lays it out: metadata at 3 MiB; items at 64 KiB from there, in the order of the table. */
final class HostileVhdx {
    private static final int KIB = 1 << 10;
    private static final int[] HEADERS = {64 * KIB, 128 * KIB};
    private static final int[] TABLES = {192 * KIB, 256 * KIB};
    private static final int METADATA = 3 * 1024 * KIB;

    private HostileVhdx() {}

    static List<HostileImage> all() {
        return Stream.of(
                        HostileTable.patched(
                                "vhdx-header",
                                DiskFormat.VHDX,
                                HostileVhdx::sound,
                                (image, patches) -> copies(image, patches, HEADERS, 4 * KIB)),
                        HostileTable.patched(
                                "vhdx-regions",
                                DiskFormat.VHDX,
                                HostileVhdx::sound,
                                (image, patches) -> copies(image, patches, TABLES, 64 * KIB)),
                        HostileTable.patched(
                                "vhdx-metadata",
                                DiskFormat.VHDX,
                                HostileVhdx::sound,
                                (image, patches) -> patches.forEach(patch -> patch.apply(image, METADATA))),
                        others())
                .flatMap(List::stream)
                .toList();
    }

    private static List<HostileImage> others() {
        return List.of(
                refused(
                        "vhdx: two broken headers",
                        DiskFormat.VHDX,
                        "vhdx.header: neither copy has a right checksum",
                        directory -> broken(directory, HEADERS)),
                refused(
                        "vhdx: two broken region tables",
                        DiskFormat.VHDX,
                        "vhdx.region_table: neither copy has a right checksum",
                        directory -> broken(directory, TABLES)),
                refused(
                        "vhdx: the newer header has a log",
                        DiskFormat.VHDX,
                        "vhdx.header.log_guid must be zero: the log was not replayed, so the image is unfinished",
                        HostileVhdx::newerWithLog),
                new HostileImage(
                        "vhdx: disk of 64 TiB made by qemu-img",
                        DiskFormat.VHDX,
                        FailureCode.LIMIT_EXCEEDED,
                        "vhdx.virtual_size is 70368744177664 bytes, more than the limit",
                        directory -> TestImages.create(directory, "vhdx", "log_size=1M,block_size=256M", 64L << 40)));
    }

    private static Path newerWithLog(Path directory) throws IOException {
        Path image = sound(directory);
        TestImages.patch(image, HEADERS[0] + 15, (byte) 0x7f);
        TestImages.patch(image, HEADERS[0] + 48, (byte) 1);
        Checksums.vhdx(image, HEADERS[0], 4 * KIB);
        return image;
    }

    private static Path broken(Path directory, int... places) {
        Path image = sound(directory);
        for (int place : places) {
            TestImages.patch(image, place + 1000, (byte) 1);
        }
        return image;
    }

    private static void copies(Path image, List<HostileTable.Patch> patches, int[] places, int length)
            throws IOException {
        for (int place : places) {
            patches.forEach(patch -> patch.apply(image, place));
            Checksums.vhdx(image, place, length);
        }
    }

    private static Path sound(Path directory) {
        return TestImages.create(directory, "vhdx", "log_size=1M", 1 << 30);
    }
}
