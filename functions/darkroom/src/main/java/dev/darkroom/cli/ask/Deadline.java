package dev.darkroom.cli.ask;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.function.LongSupplier;

/** When somebody waits no longer: so long after the first question, or never. */
public final class Deadline {
    private final Duration atMost;
    private final LongSupplier nanos;
    private long start; // Where it has begun.
    private boolean begun;

    /**
     * @param atMost how long to wait; null: as long as it takes
     * @param nanos  a clock that only runs forward
     */
    public Deadline(Duration atMost, LongSupplier nanos) {
        this.atMost = atMost == null ? ChronoUnit.FOREVER.getDuration() : atMost;
        this.nanos = nanos;
    }

    public static Deadline never() {
        return new Deadline(null, System::nanoTime);
    }

    /** It runs from the first time that it is begun: who has to wait anew has waited before. */
    public void begin() {
        if (!begun) {
            start = nanos.getAsLong();
            begun = true;
        }
    }

    public boolean over() {
        return left().isZero();
    }

    /** The whole of it before it has begun; never negative. */
    public Duration left() {
        Duration left = begun ? atMost.minusNanos(nanos.getAsLong() - start) : atMost;
        return left.isNegative() ? Duration.ZERO : left;
    }

    /** What is left; at least this all the same, or the whole of it where that is less. */
    public Duration left(Duration atLeast) {
        Duration least = atMost.compareTo(atLeast) < 0 ? atMost : atLeast;
        return left().compareTo(least) < 0 ? least : left();
    }

    /**
     * The patience, or what is left where that is less.
     *
     * @param atLeast all the same, also when the time is over
     */
    public Duration cut(Duration patience, Duration atLeast) {
        Duration most = left().compareTo(atLeast) < 0 ? atLeast : left();
        return patience.compareTo(most) < 0 ? patience : most;
    }
}
