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
        long change = store.change();
        Snapshot known = latest;
        return known != null && known.change() == change ? known : renew(change);
    }

    /** Readers that come together wait for one reading and share it. */
    private synchronized Snapshot renew(long change) {
        if (latest == null || latest.change() < change) {
            Snapshot before = latest;
            latest = store.read(tx -> Snapshot.read(tx, before));
        }
        return latest;
    }
}
