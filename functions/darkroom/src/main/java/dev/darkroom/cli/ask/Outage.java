package dev.darkroom.cli.ask;

import java.time.Duration;
import java.util.function.LongSupplier;

/** A time in which somebody who has answered before does not: a connection broke, a proxy has nobody behind it. */
public final class Outage {
    /** As long as a restart may take, or another machine's taking over. */
    public static final Duration LONGEST = Duration.ofMinutes(1);

    private final Duration longest;
    private final LongSupplier nanos;
    private final Runnable answered;
    private long since; // Where it has begun.
    private boolean begun;

    /**
     * @param longest how long it is put up with
     * @param nanos   a clock that only runs forward
     */
    public Outage(Duration longest, LongSupplier nanos) {
        this(longest, nanos, () -> {});
    }

    private Outage(Duration longest, LongSupplier nanos, Runnable answered) {
        this.longest = longest;
        this.nanos = nanos;
        this.answered = answered;
    }

    /** The same for who has something better to do than to wait; an answer ends both. */
    public Outage impatient() {
        return new Outage(Duration.ZERO, nanos, this::over);
    }

    /** There is an answer. */
    public void over() {
        begun = false;
        answered.run();
    }

    /** @throws UnansweredException this very one, where it does not pass, or has not passed for too long */
    public void endure(UnansweredException e) {
        long now = nanos.getAsLong();
        since = begun ? since : now;
        begun = true;
        if (!e.retryable() || now - since > longest.toNanos()) {
            throw e;
        }
    }
}
