package dev.darkroom.inspect.testing;

import static dev.darkroom.inspect.testing.HostileImage.refused;

import dev.darkroom.events.DiskFormat;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Images of disks full of data that qemu-img made, and whose files were cut off: it reads what they lack as zeros. */
final class HostileCuts {
    private static final int DISK = (3 << 20) + 512;
    private static final int L1_TABLE_OFFSET = 40;
    private static final String NO_TABLE = "%s %d needs %d bytes at ";
    private static final String NO_DATA = "%s %d refers in entry %d to data at ";

    private HostileCuts() {}

    /** Where a file is cut. */
    private interface Place {
        long in(RandomAccessFile file) throws IOException;
    }

    static List<HostileImage> all() {
        return Stream.of(qcow2(), vmdk()).flatMap(cuts -> cuts).toList();
    }

    private static Stream<HostileImage> qcow2() {
        String table = "qcow2.l2_table";
        return Stream.of(
                cut("200,000 bytes", file -> 200_000, NO_TABLE.formatted(table, 0, 392), "qcow2"),
                cut("its last cluster", file -> file.length() - (64 << 10), NO_DATA.formatted(table, 0, 48), "qcow2"),
                half(NO_DATA.formatted(table, 0, 22), "qcow2"),
                half(NO_DATA.formatted(table, 0, 22), "qcow2", "-o", "compat=0.10"),
                half(NO_DATA.formatted(table, 0, 22), "qcow2", "-o", "lazy_refcounts=on"),
                half(NO_DATA.formatted(table, 0, 22), "qcow2", "-o", "preallocation=metadata"),
                half(table, "qcow2", "-c"),
                half(table, "qcow2", "-c", "-o", "compression_type=zstd,cluster_size=4k"),
                half(table, "qcow2", "-o", "cluster_size=512"),
                cut("200,000 bytes", file -> 200_000, table, "qcow2", "-o", "cluster_size=512"),
                cut(
                        "the last table",
                        lastTable(0),
                        NO_TABLE.formatted(table, 1, 2056),
                        "qcow2",
                        "-o",
                        "cluster_size=4k"),
                cut(
                        "within the last table",
                        lastTable(2048),
                        NO_TABLE.formatted(table, 1, 2056),
                        "qcow2",
                        "-o",
                        "cluster_size=4k"),
                cut(
                        "the last cluster",
                        file -> 12 << 20,
                        NO_DATA.formatted(table, 0, 1),
                        "qcow2",
                        "-o",
                        "cluster_size=2M"));
    }

    private static Stream<HostileImage> vmdk() {
        String table = "vmdk.grain_table";
        return Stream.of(
                cut("200,000 bytes", file -> 200_000, NO_DATA.formatted(table, 0, 3), "vmdk"),
                half(table, "vmdk"),
                half(table, "vmdk", "-o", "subformat=streamOptimized"));
    }

    private static HostileImage half(String reason, String... options) {
        return cut("half", file -> file.length() / 2, reason, options);
    }

    private static HostileImage cut(String to, Place place, String reason, String... options) {
        return refused(String.join(" ", options) + " cut: " + to, DiskFormat.of(options[0]), reason, directory -> {
            Path image = TestImages.full(directory, DISK, options);
            try (var file = new RandomAccessFile(image.toFile(), "rw")) {
                file.setLength(place.in(file));
            }
            return image;
        });
    }

    /** Of two, and so many bytes of it. */
    private static Place lastTable(long bytes) {
        return file -> {
            file.seek(L1_TABLE_OFFSET);
            file.seek(file.readLong() + Long.BYTES);
            return (file.readLong() & 0x00ff_ffff_ffff_fe00L) + bytes;
        };
    }
}
