package dev.darkroom.inspect.testing;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/** Makes disk images with the tools of the machine: qemu-img and mke2fs must be installed. */
public final class TestImages {
    private TestImages() {}

    /** {@code qemu-img create} in {@code directory}. */
    public static Path create(Path directory, String format, String options, long size) {
        Path image = directory.resolve("image." + format + "." + Integer.toHexString((options + size).hashCode()));
        List<String> command = new ArrayList<>(List.of("qemu-img", "create", "-q", "-f", format));
        if (!options.isEmpty()) {
            command.addAll(List.of("-o", options));
        }
        command.addAll(List.of(image.toString(), Long.toString(size)));
        run(command.toArray(String[]::new));
        return image;
    }

    /**
     * {@code qemu-img convert} of a disk that has data everywhere, such as can be compressed.
     *
     * @param options the format, and what else there is to say of the image
     */
    public static Path full(Path directory, int size, String... options) {
        byte[] disk = new byte[size];
        var random = new SplittableRandom(size);
        for (int i = 0; i < size; i++) {
            disk[i] = (byte) (1 + random.nextInt(16));
        }
        Path raw = directory.resolve("full.raw");
        Path image = directory.resolve("full." + options[0]);
        List<String> command = new ArrayList<>(List.of("qemu-img", "convert", "-f", "raw", "-O"));
        command.addAll(List.of(options));
        command.addAll(List.of(raw.toString(), image.toString()));
        try {
            Files.write(raw, disk);
            run(command.toArray(String[]::new));
            Files.delete(raw);
            return image;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Writes bytes over those of a file, or behind its end. @return the file */
    public static Path patch(Path file, long offset, byte... bytes) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(bytes), offset < 0 ? channel.size() + offset : offset);
            return file;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Runs a tool and gives its output. @throws AssertionError when it fails, with what it said */
    public static String run(String... command) {
        try {
            Path output = Files.createTempFile("darkroom-test", ".out");
            try {
                Process process = new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
                if (!process.waitFor(5, TimeUnit.MINUTES)) {
                    process.destroyForcibly();
                    throw new AssertionError(String.join(" ", command) + " hangs");
                }
                String said = Files.readString(output, StandardCharsets.UTF_8);
                if (process.exitValue() != 0) {
                    throw new AssertionError(
                            String.join(" ", command) + " ended with " + process.exitValue() + ": " + said);
                }
                return said;
            } finally {
                Files.delete(output);
            }
        } catch (IOException e) {
            throw new AssertionError(command[0] + " must be installed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
