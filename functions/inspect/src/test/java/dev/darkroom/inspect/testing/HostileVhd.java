package dev.darkroom.inspect.testing;

import static dev.darkroom.inspect.testing.HostileImage.refused;

import dev.darkroom.events.DiskFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

final class HostileVhd {
    private static final int FOOTER = 512;
    private static final int FOOTER_CHECKSUM = 64;
    private static final int HEADER = 1024;
    private static final int HEADER_CHECKSUM = 36;

    private HostileVhd() {}

    static List<HostileImage> all() {
        return Stream.of(
                        HostileTable.patched(
                                "vhd-footer", DiskFormat.VHD, HostileVhd::dynamic, HostileVhd::bothFooters),
                        HostileTable.patched("vhd-header", DiskFormat.VHD, HostileVhd::dynamic, HostileVhd::header),
                        HostileTable.patched("vhd-fixed", DiskFormat.VHD, HostileVhd::fixed, HostileVhd::footer),
                        List.of(
                                refused(
                                        "vhd: wrong checksum of the footer",
                                        DiskFormat.VHD,
                                        "vhd.checksum must be ",
                                        directory -> TestImages.patch(dynamic(directory), 100, (byte) 1)),
                                refused(
                                        "vhd: wrong checksum of the dynamic header",
                                        DiskFormat.VHD,
                                        "vhd.dynamic_header.checksum must be ",
                                        directory -> TestImages.patch(dynamic(directory), 600, (byte) 1)),
                                refused(
                                        "vhd: block behind the end",
                                        DiskFormat.VHD,
                                        "vhd.block_allocation_table.entry is 7, and 2097664 bytes from there lie outside",
                                        directory ->
                                                TestImages.patch(dynamic(directory), 1540, new byte[] {0, 0, 0, 7})),
                                refused(
                                        "vhd: differencing by its end only",
                                        DiskFormat.VHD,
                                        "vhd.footer at 3584 must be as its copy at 0 but is not",
                                        HostileVhd::differencingByItsEnd)))
                .flatMap(List::stream)
                .toList();
    }

    private static Path differencingByItsEnd(Path directory) throws IOException {
        Path image = dynamic(directory);
        long end = Files.size(image) - FOOTER;
        TestImages.patch(image, end + 63, (byte) 4);
        Checksums.vhd(image, end, FOOTER, FOOTER_CHECKSUM);
        return image;
    }

    private static void bothFooters(Path image, List<HostileTable.Patch> patches) throws IOException {
        for (long at : new long[] {0, Files.size(image) - FOOTER}) {
            patches.forEach(patch -> patch.apply(image, at));
            Checksums.vhd(image, at, FOOTER, FOOTER_CHECKSUM);
        }
    }

    private static void footer(Path image, List<HostileTable.Patch> patches) throws IOException {
        long at = Files.size(image) - FOOTER;
        patches.forEach(patch -> patch.apply(image, at));
        Checksums.vhd(image, at, FOOTER, FOOTER_CHECKSUM);
    }

    private static void header(Path image, List<HostileTable.Patch> patches) throws IOException {
        patches.forEach(patch -> patch.apply(image, FOOTER));
        Checksums.vhd(image, FOOTER, HEADER, HEADER_CHECKSUM);
    }

    private static Path dynamic(Path directory) {
        return TestImages.create(directory, "vpc", "force_size=on", 1 << 30);
    }

    private static Path fixed(Path directory) {
        return TestImages.create(directory, "vpc", "subformat=fixed,force_size=on", 1 << 20);
    }
}
