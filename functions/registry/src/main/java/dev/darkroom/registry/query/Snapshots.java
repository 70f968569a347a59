package dev.darkroom.registry.query;

import dev.darkroom.registry.store.Store;

/** The latest snapshot: what has changed is read anew, and nothing when nothing has. */
public final class Snapshots {
    private final Store store;
    private volatile Snapshot latest;

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
            boolean whole = latest == null || latest.change() > change;
            Snapshot before = latest;
            latest = store.read(tx -> Snapshot.read(tx, before, whole));
        }
        return latest;
    }
}
