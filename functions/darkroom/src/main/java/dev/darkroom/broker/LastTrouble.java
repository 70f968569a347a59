package dev.darkroom.broker;

import dev.darkroom.events.Reasons;
import java.nio.file.Path;
import java.time.Duration;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;

/**
 * What the broker has logged last of what went wrong. When it gives up it says no more, and before the log is set up nobody
 * else hears it.
 */
final class LastTrouble extends Handler {
    /** What went wrong earlier is not why it gives up. */
    private static final Duration RECENT = Duration.ofMinutes(1);

    /** Threads that answer one request with an error, and go on. */
    private static final String GOES_ON = "kafka-request-handler";

    private record Said(Throwable failure, long at) {}

    private volatile Said last;
    private volatile Runnable broken = () -> {};

    LastTrouble() {
        setLevel(Level.SEVERE);
    }

    @Override
    public void publish(LogRecord each) {
        if (isLoggable(each) && each.getThrown() != null) {
            last = new Said(each.getThrown(), System.nanoTime());
            if (each.getThrown() instanceof Error
                    && !Thread.currentThread().getName().contains(GOES_ON)) {
                broken.run();
            }
        }
    }

    /**
     * @param broken from now on: hears of an error, such as a lack of memory, over which a thread ends, or fails again and
     *               again; Kafka itself goes on without it
     */
    void forget(Runnable broken) {
        last = null;
        this.broken = broken;
    }

    /** Why it gives up now; null when it has not said so. @param directory in which its files lie */
    String words(Path directory) {
        Said said = last;
        return said == null || System.nanoTime() - said.at() > RECENT.toNanos()
                ? null
                : innermost(said.failure(), directory);
    }

    /** The innermost reason. Where that names no file, behind the one next to it that does. */
    static String innermost(Throwable failure, Path directory) {
        String named = "";
        String reason = "";
        for (Throwable each = failure; each != null; each = each.getCause()) {
            reason = Reasons.of(each).lines().findFirst().orElse(reason);
            named = reason.contains(directory.toString()) ? reason : named;
        }
        if (named.contains(reason)) {
            return named;
        }
        return named.isEmpty() ? reason : named + ": " + reason;
    }

    @Override
    public void flush() {
        // Nothing is on its way.
    }

    @Override
    public void close() {
        // It is there as long as the process.
    }
}
