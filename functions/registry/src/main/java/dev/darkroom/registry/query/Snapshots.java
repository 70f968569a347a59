package dev.darkroom.registry.query;

import dev.darkroom.registry.store.Store;

/** The latest snapshot: what has changed is read anew, and nothing when nothing has. */
public final class Snapshots {
    private final Store store;
    private volatile Read latest = new Read(null, 0);

    /** @param opening how often the database had been opened anew before */
    private record Read(Snapshot snapshot, int opening) {}

    public Snapshots(Store store) {
        this.store = store;
    }

    public Snapshot current() {
        Read known = latest;
        return known.snapshot != null && known.opening == store.openings() && known.snapshot.change() == store.change()
                ? known.snapshot
                : renew();
    }

    /** Readers that come together wait for one reading and share it. */
    private synchronized Snapshot renew() {
        int opening = store.openings();
        // Read here: a number from before the wait would make what another one has read meanwhile look put back.
        long change = store.change();
        Snapshot before = latest.snapshot;
        // What H2 showed, and could not write before it was opened anew, is not there any more, and its number is
        // another's.
        boolean anew = latest.opening != opening;
        if (before == null || anew || before.change() != change) {
            // A number that has gone back is that of an older state, put back.
            boolean whole = before == null || anew || before.change() > change;
            latest = new Read(store.read(tx -> Snapshot.read(tx, before, whole)), opening);
        }
        return latest.snapshot;
    }
}
