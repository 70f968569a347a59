package dev.darkroom.convert;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Programs of this machine. The thread that starts one is the one that waits for it, because Linux counts a child's parent
 * by thread: with a thread that went on elsewhere and ended, {@code PR_SET_PDEATHSIG} would end the child too.
 */
final class LocalProcesses implements ProcessRunner {
    /** All that a program gets: no credential of ours, messages in English, and threads that share one arena. */
    private static final Map<String, String> ENVIRONMENT =
            Map.of("PATH", "/usr/local/bin:/usr/bin:/bin", "LC_ALL", "C", "MALLOC_ARENA_MAX", "1");

    private static final int BUFFER = 8 << 10;
    private static final int TICK = 1_000;
    /** A program that is told to end is gone after this, whatever the disk does; one that does not listen is killed. */
    private static final Duration DEATH = Duration.ofSeconds(10);

    private final Executor readers =
            task -> Thread.ofPlatform().daemon().name("qemu-img-output").start(task);

    @Override
    public Ended run(Command command, Output output) {
        Process process = start(command);
        var errors = new Tail();
        var end = CompletableFuture.allOf(
                process.onExit(),
                drained(process, process.getInputStream(), output),
                drained(process, process.getErrorStream(), errors));
        try {
            feed(process, command.input());
            await(end, command.deadline(), output);
            return new Ended(process.exitValue(), false, errors.text());
        } catch (TimeoutException e) {
            end(process, end);
            return new Ended(process.exitValue(), true, errors.text());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(program(command) + " was ended because this process stops", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException ours ? ours : new IllegalStateException(e.getCause());
        } finally {
            end(process, end);
        }
    }

    private static void await(CompletableFuture<Void> end, Duration deadline, Output output)
            throws InterruptedException, ExecutionException, TimeoutException {
        long begin = System.nanoTime();
        while (true) {
            long left = deadline.toMillis() - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
            try {
                end.get(Math.min(left, TICK), TimeUnit.MILLISECONDS);
                return;
            } catch (TimeoutException e) {
                if (left <= TICK) {
                    throw e;
                }
                output.tick();
            }
        }
    }

    private static Process start(Command command) {
        var builder = new ProcessBuilder(command.arguments())
                .directory(command.directory().toFile());
        builder.environment().clear();
        builder.environment().putAll(ENVIRONMENT);
        try {
            return builder.start();
        } catch (IOException e) {
            throw Diagnosis.ofStart(program(command), e);
        }
    }

    /** The input is small and fits in the pipe, so that nobody waits for a program that does not read. */
    private static void feed(Process process, byte[] input) {
        try (OutputStream in = process.getOutputStream()) {
            in.write(input);
        } catch (IOException ended) {
            // It ended without reading; its status and what it said tell why.
            return;
        }
    }

    private CompletableFuture<Void> drained(Process process, InputStream from, Output to) {
        return CompletableFuture.runAsync(
                () -> {
                    try (from) {
                        byte[] buffer = new byte[BUFFER];
                        for (int read; (read = from.read(buffer)) >= 0; ) {
                            to.take(buffer, read);
                        }
                    } catch (IOException closed) {
                        // The pipe of a program that was ended: there is no more to come.
                        return;
                    } catch (RuntimeException refused) {
                        process.destroy();
                        throw refused;
                    }
                },
                readers);
    }

    /** Returns when the program is gone, with all that it has started and that could speak; interrupts wait until then. */
    private static void end(Process process, CompletableFuture<Void> gone) {
        process.destroy();
        await(process.onExit());
        process.destroyForcibly();
        await(gone);
    }

    private static void await(CompletableFuture<?> end) {
        end.handle((any, failure) -> null)
                .completeOnTimeout(null, DEATH.toMillis(), TimeUnit.MILLISECONDS)
                .join();
    }

    private static String program(Command command) {
        return command.arguments().getFirst();
    }
}
