package dev.darkroom.demo;

import dev.darkroom.events.Texts;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Runs the system's tools. */
final class Tools {
    /** All that a tool gets: no secret of whoever starts the demonstration, and messages in English. */
    private static final Map<String, String> ENVIRONMENT =
            Map.of("PATH", "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin", "LC_ALL", "C");

    /** Each has a small disk to make, which takes seconds. */
    private static final Duration LONGEST = Duration.ofMinutes(5);

    private static final int SHOWN = 4096;

    private Tools() {}

    /** @throws IOException with the tool's own words when it fails */
    static void run(String... command) throws IOException, InterruptedException {
        run(LONGEST, command);
    }

    static void run(Duration longest, String... command) throws IOException, InterruptedException {
        var builder = new ProcessBuilder(List.of(command)).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(ENVIRONMENT);
        Process process = builder.start();
        var late = new AtomicBoolean();
        var deadline = CompletableFuture.runAsync(
                () -> {
                    late.set(true);
                    process.toHandle().destroyForcibly(); // The process itself would also close what is read below.
                },
                CompletableFuture.delayedExecutor(longest.toMillis(), TimeUnit.MILLISECONDS));
        try (var output = process.getInputStream()) {
            process.getOutputStream().close();
            var said = new String(output.readNBytes(SHOWN), StandardCharsets.UTF_8);
            output.transferTo(OutputStream.nullOutputStream());
            int code = process.waitFor();
            if (late.get()) {
                throw new IOException(command[0] + " was ended: it took longer than " + Texts.of(longest));
            }
            if (code != 0) {
                throw new IOException(command[0] + " ended with " + code + ": " + said.strip());
            }
        } finally {
            deadline.cancel(false);
            process.destroyForcibly();
        }
    }
}
