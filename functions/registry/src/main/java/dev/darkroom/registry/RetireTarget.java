package dev.darkroom.registry;

import dev.darkroom.events.Bus;
import dev.darkroom.events.TargetAnnounced;
import dev.darkroom.events.TargetName;
import dev.darkroom.registry.known.Retirement;
import dev.darkroom.registry.query.QueryException;
import dev.darkroom.registry.query.Refusal;
import dev.darkroom.registry.store.Store;

/**
 * A target that nobody serves any more must hold up no image: it is announced as one that nobody knows. The images that are
 * there keep their IDs, and an uploader that serves it after all says so at its start, or when it looks the next time.
 */
public final class RetireTarget {
    private final Store store;
    private final RecordTarget record;
    private final Bus bus;
    private final ServedHere here;

    public RetireTarget(Store store, RecordTarget record, Bus bus, ServedHere here) {
        this.store = store;
        this.record = record;
        this.bus = bus;
        this.here = here;
    }

    /**
     * Says so also when it is no news here: Kafka may not have heard it. A target that never announced itself is none.
     *
     * @throws QueryException when this process publishes to it, and would go on with what is under way
     */
    public void retire(TargetName name) {
        if (here.serves(name)) {
            throw new QueryException(
                    Refusal.TARGET_SERVED,
                    "this process publishes to " + name
                            + ": start it again without that target (--to, or darkroom.targets);"
                            + " that retires it, or can be followed by this command");
        }
        store.read(tx -> tx.targets().find(name))
                .map(target -> target.with(Retirement.NOT_SERVED))
                .ifPresent(gone -> {
                    record.note(gone);
                    bus.publish(gone);
                });
    }

    /** Speaks for an uploader. The registry hears it at once; Kafka keeps it in the order of what is said. @return if news */
    public boolean say(TargetAnnounced now) {
        boolean news = record.note(now);
        if (news) {
            bus.publish(now);
        }
        return news;
    }
}
