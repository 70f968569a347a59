package dev.darkroom.fetch.origin;

import dev.darkroom.events.FailureCode;
import dev.darkroom.events.FailureException;
import dev.darkroom.events.SourceUri;
import dev.darkroom.events.Texts;
import java.time.Duration;

/** When a piece of work must be done, by the clock that nobody can turn. */
public final class Deadline {
    private final Duration allowed;
    private final String advice;
    private long end;
    private boolean paused;

    private Deadline(Duration allowed, String advice) {
        this.allowed = allowed;
        this.advice = advice;
        this.end = System.nanoTime() + allowed.toNanos();
    }

    /** @param advice what becomes of work that is not done by then, or what to do about it */
    public static Deadline in(Duration allowed, String advice) {
        return new Deadline(allowed, advice);
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

    /** @throws FailureException when less than {@code needed} is left */
    public void require(SourceUri source, Duration needed) {
        if (left() < needed.toNanos()) {
            throw new FailureException(
                    FailureCode.ORIGIN_UNAVAILABLE, source + " took longer than " + Texts.of(allowed) + "; " + advice);
        }
    }
}
