package dev.darkroom.registry.query;

import dev.darkroom.registry.store.Changes;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;

/** Lets callers wait until the registry knows what they want to know. */
public final class Waiting implements AutoCloseable {
    /** How many may wait, whoever they are: each keeps a thread, and Quarkus has 200 of them. */
    public static final int AT_ONCE = 64;
    /** When much changes, looking more often than this would be work for nobody. */
    private static final Duration REST = Duration.ofMillis(50);

    private final Snapshots snapshots;
    private final Changes changes;
    private final Semaphore places;
    private final Map<String, Integer> held = new ConcurrentHashMap<>();
    private final int each;
    private final Duration longest;
    private final Caller caller;
    private volatile boolean closed;

    /**
     * @param atOnce  how many may wait at the same time
     * @param each    how many of them may be of one caller
     * @param longest how long one may wait
     * @param caller  who it is that asks on this thread
     */
    public Waiting(Snapshots snapshots, Changes changes, int atOnce, int each, Duration longest, Caller caller) {
        this.snapshots = snapshots;
        this.changes = changes;
        this.places = new Semaphore(atOnce);
        this.each = each;
        this.longest = longest;
        this.caller = caller;
    }

    /** Waits for nothing; for who has nobody to wait for. */
    public static Waiting never(Snapshots snapshots, Changes changes) {
        return new Waiting(snapshots, changes, 1, 1, Duration.ZERO, () -> "this process");
    }

    /**
     * The registry as soon as the condition holds, or as it is when the time is over or nobody listens any more.
     *
     * @throws QueryException when too many wait already, of this caller or of all
     */
    public Snapshot until(Predicate<Snapshot> condition, Duration atMost) {
        if (atMost.isZero() || atMost.isNegative()) {
            return snapshots.current();
        }
        String who = caller.name();
        if (held.merge(who, 1, Integer::sum) > each) {
            leave(who);
            throw new QueryException(
                    Refusal.WAITS_TOO_MUCH,
                    "you hold " + each + " waiting questions already, as many as darkroom.http.waits allows: ask for"
                            + " several keys at once, or without wait");
        }
        try {
            return waitInPlace(condition, atMost.compareTo(longest) > 0 ? longest : atMost);
        } finally {
            leave(who);
        }
    }

    private void leave(String who) {
        held.computeIfPresent(who, (name, count) -> count == 1 ? null : count - 1);
    }

    private Snapshot waitInPlace(Predicate<Snapshot> condition, Duration atMost) {
        if (!places.tryAcquire()) {
            throw new QueryException(Refusal.BUSY, "too many callers wait already; ask again in a moment");
        }
        try {
            return wait(condition, atMost);
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
        var gone = new AtomicBoolean();
        caller.whenGone(() -> {
            gone.set(true);
            changes.signal();
        });
        while (true) {
            long seen = changes.count();
            Snapshot now = snapshots.current();
            Duration left = Duration.ofNanos(deadline - System.nanoTime());
            if (condition.test(now) || left.isNegative() || closed || gone.get()) {
                return now;
            }
            changes.await(seen, left);
            Thread.sleep(REST);
        }
    }
}
