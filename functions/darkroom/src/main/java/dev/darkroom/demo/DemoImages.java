package dev.darkroom.demo;

import dev.darkroom.events.Reasons;
import dev.darkroom.staging.disk.Deletion;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.GZIPOutputStream;

/** Makes three disks with a file system and real files on each, and packs each of them in another way. */
public final class DemoImages {
    private static final long FILES = 40L << 20;
    private static final String DISK = "128M";

    private final Path directory;

    /** @param directory exists, and is empty */
    public DemoImages(Path directory) {
        this.directory = directory;
    }

    private interface Packing {
        DemoImage pack(Path disk, long bytes) throws IOException, InterruptedException;
    }

    /** @throws IOException when a tool fails, in its own words */
    public List<DemoImage> make() throws IOException, InterruptedException {
        try (var threads = Executors.newFixedThreadPool(2)) {
            List<Callable<DemoImage>> work = List.of(
                    () -> make(0, "demo_qcow2", this::qcow2),
                    () -> make(1, "demo_gzip", this::gzip),
                    () -> make(2, "demo_vmdk", this::vmdk));
            var images = new ArrayList<DemoImage>();
            for (Future<DemoImage> each : threads.invokeAll(work)) {
                images.add(each.get());
            }
            return images;
        } catch (ExecutionException e) {
            throw new IOException("the images could not be made: " + Reasons.of(e.getCause()), e);
        }
    }

    private DemoImage make(int number, String key, Packing packing) throws IOException, InterruptedException {
        Path tree = Files.createDirectory(directory.resolve(key + ".files"));
        Path disk = directory.resolve(key + ".raw");
        long bytes = RealFiles.copy(tree, number, 3, FILES);
        Tools.run(
                "mke2fs", "-q", "-F", "-t", "ext4", "-m", "0", "-L", key, "-d", tree.toString(), disk.toString(), DISK);
        Deletion.delete(tree);
        return packing.pack(disk, bytes);
    }

    private DemoImage qcow2(Path disk, long bytes) throws IOException, InterruptedException {
        Path packed = directory.resolve("demo.qcow2");
        Tools.run(
                "qemu-img",
                "convert",
                "-c",
                "-m",
                "8",
                "-W",
                "-f",
                "raw",
                "-O",
                "qcow2",
                disk.toString(),
                packed.toString());
        Files.delete(disk);
        return new DemoImage("demo_qcow2", packed, "qcow2", packed, content("compressed qcow2", packed, bytes));
    }

    private DemoImage gzip(Path disk, long bytes) throws IOException {
        Path packed = directory.resolve("demo.raw.gz");
        try (var out = new GZIPOutputStream(new BufferedOutputStream(Files.newOutputStream(packed)), 1 << 16)) {
            Files.copy(disk, out);
        }
        return new DemoImage("demo_gzip", packed, "raw", disk, content("gzipped raw", packed, bytes));
    }

    private DemoImage vmdk(Path disk, long bytes) throws IOException, InterruptedException {
        Path packed = directory.resolve("demo.vmdk");
        Tools.run(
                "qemu-img",
                "convert",
                "-f",
                "raw",
                "-O",
                "vmdk",
                "-o",
                "subformat=streamOptimized",
                disk.toString(),
                packed.toString());
        Files.delete(disk);
        return new DemoImage("demo_vmdk", packed, "vmdk", packed, content("streamOptimized vmdk", packed, bytes));
    }

    private static String content(String what, Path packed, long bytes) throws IOException {
        return String.format(
                java.util.Locale.ROOT,
                "%s of %d MB: a %s disk, ext4, with %d MB of files of this machine",
                what,
                Files.size(packed) >> 20,
                DISK,
                bytes >> 20);
    }
}
