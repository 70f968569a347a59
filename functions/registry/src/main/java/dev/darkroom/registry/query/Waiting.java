package dev.darkroom.registry.query;

import dev.darkroom.registry.store.Changes;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.function.Predicate;

/** Lets callers wait until the registry knows what they want to know. */
public final class Waiting implements AutoCloseable {
    /** When much changes, looking more often than this would be work for nobody. */
    private static final Duration REST = Duration.ofMillis(50);
    /** Another process may write to the same database, and wakes nobody here. */
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final Snapshots snapshots;
    private final Changes changes;
    private final Semaphore places;
    private final Duration longest;
    private volatile boolean closed;

    /**
     * @param atOnce  how many may wait at the same time
     * @param longest how long one may wait
     */
    public Waiting(Snapshots snapshots, Changes changes, int atOnce, Duration longest) {
        this.snapshots = snapshots;
        this.changes = changes;
        this.places = new Semaphore(atOnce);
        this.longest = longest;
    }

    /**
     * The registry as soon as the condition holds, or as it is when the time is over.
     *
     * @throws QueryException when too many wait already
     */
    public Snapshot until(Predicate<Snapshot> condition, Duration atMost) {
        if (atMost.isZero() || atMost.isNegative()) {
            return snapshots.current();
        }
        if (!places.tryAcquire()) {
            throw new QueryException(Refusal.BUSY, "too many callers wait already; ask again in a moment");
        }
        try {
            return wait(condition, atMost.compareTo(longest) > 0 ? longest : atMost);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new QueryException(Refusal.BUSY, "the process is stopping; ask again in a moment");
        } finally {
            places.release();
        }
    }

    /** Sends everybody away with what is known now. */
    @Override
    public void close() {
        closed = true;
        changes.signal();
    }

    private Snapshot wait(Predicate<Snapshot> condition, Duration atMost) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (true) {
            long seen = changes.count();
            Snapshot now = snapshots.current();
            Duration left = Duration.ofNanos(deadline - System.nanoTime());
            if (condition.test(now) || left.isNegative() || closed) {
                return now;
            }
            changes.await(seen, left.compareTo(LOOK) < 0 ? left : LOOK);
            Thread.sleep(REST);
        }
    }
}
