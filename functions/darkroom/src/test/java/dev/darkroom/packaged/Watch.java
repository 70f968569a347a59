package dev.darkroom.packaged;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;

/** Looks again and again at a process, its children, and small files of a directory, and remembers what was there. */
final class Watch implements AutoCloseable {
    private static final int SMALL = 1 << 20;
    private static final String JDK = System.getProperty("java.home");

    private final Process process;
    private final Path directory;
    private final Map<String, String> seen = new ConcurrentSkipListMap<>();
    private final Thread watcher = new Thread(this::watch, "watch");

    Watch(Process process, Path directory) {
        this.process = process;
        this.directory = directory;
        watcher.start();
    }

    /** Where something was seen, and what. */
    Map<String, String> seen() {
        return seen;
    }

    @Override
    public void close() throws InterruptedException {
        watcher.interrupt();
        watcher.join();
    }

    private void watch() {
        remember(Path.of("/proc/" + process.pid() + "/cmdline"));
        while (!Thread.currentThread().isInterrupted() && process.isAlive()) {
            process.descendants().forEach(child -> look(Path.of("/proc/" + child.pid())));
            try (Stream<Path> files = Files.walk(directory)) {
                files.filter(Watch::isSmall).forEach(this::remember);
            } catch (IOException | java.io.UncheckedIOException e) {
                Thread.onSpinWait(); // A directory went while it was looked at.
            }
        }
    }

    /** A child is of the JDK until it has become the program that it was made for; while it becomes one it has no words. */
    private void look(Path child) {
        Path command = child.resolve("cmdline");
        if (!content(command)
                .map(words -> words.isEmpty() || words.startsWith(JDK))
                .orElse(true)) {
            remember(command);
            remember(child.resolve("environ"));
        }
    }

    private static boolean isSmall(Path file) {
        return Files.isRegularFile(file) && file.toFile().length() <= SMALL;
    }

    private void remember(Path file) {
        content(file)
                .ifPresent(
                        now -> seen.merge(file.toString(), now, (old, more) -> old.contains(more) ? old : old + more));
    }

    /** Empty when it went while it was looked at. */
    private static Optional<String> content(Path file) {
        try {
            return Optional.of(Files.readString(file, StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
