package dev.darkroom.registry.query;

import dev.darkroom.registry.store.Store;

/** The latest snapshot: read anew only when something has changed. */
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
            latest = store.read(Snapshot::read);
        }
        return latest;
    }
}
