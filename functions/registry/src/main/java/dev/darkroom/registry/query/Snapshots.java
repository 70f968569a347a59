package dev.darkroom.registry.query;

import dev.darkroom.registry.store.Store;
import java.time.Duration;

/** The latest snapshot: what has changed is read anew, and nothing when nothing has. */
public final class Snapshots {
    /**
     * How long what was read once is built on. Whoever writes to the same database and says less of what has changed (an
     * older version, somebody by hand) is noticed by then.
     */
    private static final long TRUSTED = Duration.ofMinutes(1).toNanos();

    private final Store store;
    private volatile Snapshot latest;
    private long wholeSince;

    public Snapshots(Store store) {
        this.store = store;
    }

    public Snapshot current() {
        Snapshot known = latest;
        return known != null && known.change() == store.change() ? known : renew();
    }

    /** Readers that come together wait for one reading and share it. */
    private synchronized Snapshot renew() {
        // Read here: a number from before the wait would make what another one has read meanwhile look put back.
        long change = store.change();
        if (latest == null || latest.change() != change) {
            // A number that has gone back is that of an older state, put back.
            boolean whole = latest == null || latest.change() > change || System.nanoTime() - wholeSince > TRUSTED;
            Snapshot before = latest;
            wholeSince = whole ? System.nanoTime() : wholeSince;
            latest = store.read(tx -> Snapshot.read(tx, before, whole));
        }
        return latest;
    }
}
