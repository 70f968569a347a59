package dev.darkroom.cli.sync;

import java.time.Duration;
import java.util.function.LongSupplier;

/** When somebody waits no longer: so long after it was made, or never. */
public final class Deadline {
    private final Duration atMost;
    private final LongSupplier nanos;
    private final long start;

    /**
     * @param atMost how long to wait; null: as long as it takes
     * @param nanos  a clock that only runs forward
     */
    public Deadline(Duration atMost, LongSupplier nanos) {
        this.atMost = atMost;
        this.nanos = nanos;
        this.start = nanos.getAsLong();
    }

    public boolean over() {
        return atMost != null && nanos.getAsLong() - start > atMost.toNanos();
    }
}
