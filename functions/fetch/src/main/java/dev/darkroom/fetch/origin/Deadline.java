package dev.darkroom.fetch.origin;

import dev.darkroom.events.ByteSize;
import dev.darkroom.events.FailureCode;
import dev.darkroom.events.FailureException;
import dev.darkroom.events.SourceUri;
import dev.darkroom.events.Texts;
import java.time.Duration;
import java.util.function.LongSupplier;

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
    private final LongSupplier nanos;
    private long end;
    private boolean paused;
    private long judged;
    private long bytes;

    Deadline(Duration allowed, Duration window, String advice, LongSupplier nanos) {
        this.allowed = allowed;
        this.window = window;
        this.advice = advice;
        this.nanos = nanos;
        this.end = nanos.getAsLong() + allowed.toNanos();
    }

    /** @param advice what becomes of work that is not done by then, or what to do about it */
    public static Deadline in(Duration allowed, String advice) {
        return in(allowed, allowed, advice);
    }

    /** @param window over which it is judged whether enough comes */
    public static Deadline in(Duration allowed, Duration window, String advice) {
        return new Deadline(allowed, window, advice, System::nanoTime);
    }

    /** The nanoseconds that are left; none or fewer when it is over. */
    public synchronized long left() {
        return paused ? allowed.toNanos() : end - nanos.getAsLong();
    }

    /** Does something for which the deadline waits, however long it takes: it is nothing that the origin could do faster. */
    public void pausedFor(Runnable work) {
        long before = nanos.getAsLong();
        pause(0, true);
        try {
            work.run();
        } finally {
            pause(nanos.getAsLong() - before, false);
        }
    }

    private synchronized void pause(long nanos, boolean begins) {
        end += nanos;
        paused = begins;
    }

    /** From now on bytes are waited for. */
    public synchronized void expect() {
        judged = left();
        bytes = 0;
    }

    /** Nobody was asked for so long, and nothing could come. */
    synchronized void rested(Duration wait) {
        judged -= wait.toNanos();
    }

    /** @throws FailureException when all that came within a window is less than a slow line would have brought */
    public synchronized void came(SourceUri source, int more) {
        bytes += more;
        if (judged - left() < window.toNanos()) {
            return;
        }
        var came = new ByteSize(bytes);
        boolean enough = bytes >= LEAST * window.toMillis() / 1000;
        expect();
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
