package dev.darkroom.packaged;

import dev.darkroom.events.Digest;
import dev.darkroom.events.DiskFormat;
import dev.darkroom.upload.Artifact;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** Small disks with an ext4 file system and real files on it: this application's own libraries. */
final class RealImages {
    private static final Path FILES = Path.of("target/quarkus-app/lib/main");
    private static final int MOST_FILES = 24;

    private RealImages() {}

    /**
     * A disk as somebody publishes it.
     *
     * @param file   what is published
     * @param format what it is, once it is unpacked
     * @param sha256 of the file
     * @param raw    the sha512 of the disk as raw bytes
     */
    record Image(String name, Path file, DiskFormat format, Digest sha256, Digest raw) {}

    /** Three disks: one as qcow2, one gzipped, one as streamOptimized vmdk. */
    static List<Image> three(Path directory) throws IOException, InterruptedException {
        return List.of(
                make(directory, "first", DiskFormat.QCOW2, "-c", "-O", "qcow2"),
                make(directory, "second", DiskFormat.RAW),
                make(directory, "third", DiskFormat.VMDK, "-O", "vmdk", "-o", "subformat=streamOptimized"));
    }

    private static Image make(Path directory, String name, DiskFormat format, String... options)
            throws IOException, InterruptedException {
        Path tree = Files.createDirectories(directory.resolve(name));
        try (var files = Files.list(FILES)) {
            // Another beginning for each name, so that no two disks are alike.
            for (Path file :
                    files.sorted().skip(name.length() * 3L).limit(MOST_FILES).toList()) {
                Files.copy(file, tree.resolve(file.getFileName()));
            }
        }
        Path raw = directory.resolve(name + ".raw");
        run(List.of("mke2fs", "-q", "-F", "-t", "ext4", "-d", tree.toString(), raw.toString(), "96M"));
        Path file =
                format == DiskFormat.RAW ? gzip(raw) : convert(raw, directory.resolve(name + "." + format), options);
        Digest sha512 = Artifact.digest(raw, Digest.Algorithm.SHA512);
        Files.delete(raw);
        return new Image(name, file, format, Artifact.digest(file, Digest.Algorithm.SHA256), sha512);
    }

    private static Path convert(Path raw, Path to, String... options) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of("qemu-img", "convert", "-f", "raw"));
        command.addAll(List.of(options));
        command.addAll(List.of(raw.toString(), to.toString()));
        run(command);
        return to;
    }

    private static Path gzip(Path raw) throws IOException {
        Path to = raw.resolveSibling(raw.getFileName() + ".gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(to))) {
            Files.copy(raw, out);
        }
        return to;
    }

    private static void run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException(command + ": " + said);
        }
    }
}
