package dev.darkroom.registry;

import dev.darkroom.events.Bus;
import dev.darkroom.registry.store.Outbox;
import dev.darkroom.registry.store.Store;
import java.util.List;

/**
 * Publishes what was decided, in the order in which it was decided. What could not be published stays and goes first the
 * next time; what was published and not forgotten, because the process ended between, is published again.
 */
public final class PublishDecided {
    private static final int BATCH = 500;

    private final Store store;
    private final Bus bus;

    public PublishDecided(Store store, Bus bus) {
        this.store = store;
        this.bus = bus;
    }

    /** @return how many events were published */
    public int run() {
        int published = 0;
        List<Outbox.Waiting> batch;
        do {
            batch = store.read(tx -> tx.outbox().oldest(BATCH));
            if (!batch.isEmpty()) {
                bus.publishAll(batch.stream().map(Outbox.Waiting::event).toList());
                forget(batch);
                published += batch.size();
            }
        } while (batch.size() == BATCH);
        return published;
    }

    private void forget(List<Outbox.Waiting> batch) {
        store.write(tx -> {
            tx.outbox().remove(batch);
            return null;
        });
    }
}
