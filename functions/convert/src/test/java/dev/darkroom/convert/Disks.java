package dev.darkroom.convert;

import static dev.darkroom.inspect.testing.TestImages.run;

import dev.darkroom.events.DiskFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** A real disk: a file system with real files, as an image of each format. */
final class Disks {
    static final long SIZE = 8L << 20;

    private Disks() {}

    /** A sparse raw disk with an ext4 file system in which there are some files. */
    static Path raw(Path directory) {
        try {
            Path tree = Files.createDirectory(directory.resolve("tree"));
            byte[] random = new byte[300_000];
            new Random(1).nextBytes(random);
            Files.write(tree.resolve("random"), random);
            Files.writeString(tree.resolve("hostname"), "darkroom\n".repeat(1_000));
            Path disk = directory.resolve("disk.raw");
            run("mke2fs", "-q", "-t", "ext4", "-d", tree.toString(), disk.toString(), (SIZE >> 10) + "k");
            return disk;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same disk in another format. */
    static Path as(DiskFormat format, Path raw) {
        Path image = raw.resolveSibling("disk." + format);
        String options = switch (format) {
            case VMDK -> "subformat=streamOptimized";
            case VHD -> "force_size=on";
            case RAW, QCOW2, VHDX, VDI, ISO -> "";
        };
        if (!Files.exists(image)) {
            if (options.isEmpty()) {
                run("qemu-img", "convert", "-f", "raw", "-O", format.qemu(), raw.toString(), image.toString());
            } else {
                run(
                        "qemu-img",
                        "convert",
                        "-f",
                        "raw",
                        "-O",
                        format.qemu(),
                        "-o",
                        options,
                        raw.toString(),
                        image.toString());
            }
        }
        return image;
    }

    /** Passes when both make a machine see the same bytes. */
    static void assertSame(Path raw, Path image, DiskFormat format) {
        run("qemu-img", "compare", "-q", "-f", "raw", "-F", format.qemu(), raw.toString(), image.toString());
    }

    /** The bytes that a file takes on the disk, holes not counted. */
    static long allocated(Path file) {
        return Long.parseLong(run("stat", "-c", "%b", file.toString()).strip()) * 512;
    }
}
