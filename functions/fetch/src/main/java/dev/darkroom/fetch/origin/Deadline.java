package dev.darkroom.fetch.origin;

import dev.darkroom.events.ByteSize;
import dev.darkroom.events.FailureCode;
import dev.darkroom.events.FailureException;
import dev.darkroom.events.SourceUri;
import dev.darkroom.events.Texts;
import java.time.Duration;

/**
 * When a piece of work must be done, by the clock that nobody can turn, and how much must have come meanwhile: an origin that
 * sends a byte now and then is never silent, and would be waited for to the end.
 */
public final class Deadline {
    /** Bytes for each second: less than any line that is worth waiting for brings. */
    private static final int LEAST = 1024;

    private final Duration allowed;
    private final Duration window;
    private final String advice;
    private long end;
    private boolean paused;
    private long reading;
    private long bytes;

    private Deadline(Duration allowed, Duration window, String advice) {
        this.allowed = allowed;
        this.window = window;
        this.advice = advice;
        this.end = System.nanoTime() + allowed.toNanos();
    }

    /** @param advice what becomes of work that is not done by then, or what to do about it */
    public static Deadline in(Duration allowed, String advice) {
        return in(allowed, allowed, advice);
    }

    /** @param window over which it is judged whether enough comes */
    public static Deadline in(Duration allowed, Duration window, String advice) {
        return new Deadline(allowed, window, advice);
    }

    /** The nanoseconds that are left; none or fewer when it is over. */
    public synchronized long left() {
        return paused ? allowed.toNanos() : end - System.nanoTime();
    }

    /** Does something for which the deadline waits, however long it takes: it is nothing that the origin could do faster. */
    public void pausedFor(Runnable work) {
        long before = System.nanoTime();
        pause(0, true);
        try {
            work.run();
        } finally {
            pause(System.nanoTime() - before, false);
        }
    }

    private synchronized void pause(long nanos, boolean begins) {
        end += nanos;
        paused = begins;
    }

    /**
     * @param more   bytes that have come
     * @param waited the nanoseconds that they were waited for; what passes while nobody reads counts for nothing
     * @throws FailureException when all that came within a window is less than a slow line would have brought
     */
    public synchronized void came(SourceUri source, int more, long waited) {
        bytes += more;
        reading += waited;
        if (reading < window.toNanos()) {
            return;
        }
        var came = new ByteSize(bytes);
        boolean enough = bytes >= LEAST * window.toMillis() / 1000;
        bytes = 0;
        reading = 0;
        if (!enough) {
            throw new FailureException(
                    FailureCode.ORIGIN_UNAVAILABLE,
                    source + " comes too slowly: only " + came + " within " + Texts.of(window)
                            + "; it is asked for again later");
        }
    }

    /** @throws FailureException when less than {@code needed} is left */
    public void require(SourceUri source, Duration needed) {
        if (left() < needed.toNanos()) {
            throw new FailureException(
                    FailureCode.ORIGIN_UNAVAILABLE, source + " took longer than " + Texts.of(allowed) + "; " + advice);
        }
    }
}
