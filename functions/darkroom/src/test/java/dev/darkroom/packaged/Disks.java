package dev.darkroom.packaged;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.zip.GZIPOutputStream;

/** Small disks. */
final class Disks {
    private Disks() {}

    /** A raw disk without structure; the same seed makes the same disk. */
    static byte[] raw(int mebibytes, long seed) {
        byte[] disk = new byte[mebibytes << 20];
        new Random(seed).nextBytes(disk);
        return disk;
    }

    static byte[] qcow2(Path work, byte[] raw) throws Exception {
        Path from = Files.write(work.resolve("from.raw"), raw);
        Path to = work.resolve("to.qcow2");
        Process convert = new ProcessBuilder(
                        "qemu-img", "convert", "-f", "raw", "-O", "qcow2", "-c", from.toString(), to.toString())
                .inheritIO()
                .start();
        if (convert.waitFor() != 0) {
            throw new AssertionError("qemu-img could not make a qcow2");
        }
        return Files.readAllBytes(to);
    }

    static byte[] gzip(byte[] raw) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes)) {
            gzip.write(raw);
        }
        return bytes.toByteArray();
    }
}
