package dev.darkroom.registry;

import dev.darkroom.events.Bus;
import dev.darkroom.events.Event;
import dev.darkroom.registry.store.Outbox;
import dev.darkroom.registry.store.Store;
import dev.darkroom.wire.UnreadableEventException;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Publishes what was decided, in the order in which it was decided. What could not be published stays and goes first the
 * next time; what was published and not forgotten, because the process ended between, is published again.
 */
public final class PublishDecided {
    private static final Logger LOG = Logger.getLogger(PublishDecided.class);
    private static final int BATCH = 500;

    private final Store store;
    private final Bus bus;

    public PublishDecided(Store store, Bus bus) {
        this.store = store;
        this.bus = bus;
    }

    public void run() {
        List<Outbox.Waiting> batch;
        do {
            batch = store.read(tx -> tx.outbox().oldest(BATCH));
            if (!batch.isEmpty()) {
                bus.publishAll(
                        batch.stream().map(this::read).flatMap(Optional::stream).toList());
                forget(batch);
            }
        } while (batch.size() == BATCH);
    }

    private Optional<Event> read(Outbox.Waiting waiting) {
        try {
            return Optional.of(waiting.event());
        } catch (UnreadableEventException e) {
            LOG.errorf(
                    "registry: an event was decided by another version and is not published: %s: %s",
                    waiting.type(), e.getMessage());
            forget(List.of(waiting)); // Those beside it may have to wait for the bus.
            return Optional.empty();
        }
    }

    private void forget(List<Outbox.Waiting> batch) {
        store.write(tx -> {
            tx.outbox().remove(batch);
            return null;
        });
    }
}
