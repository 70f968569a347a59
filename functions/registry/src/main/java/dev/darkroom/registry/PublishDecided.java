package dev.darkroom.registry;

import dev.darkroom.events.Bus;
import dev.darkroom.events.Event;
import dev.darkroom.registry.store.Outbox;
import dev.darkroom.registry.store.Store;
import java.util.ArrayList;
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
    private final RegistryMeters meters;

    public PublishDecided(Store store, Bus bus, RegistryMeters meters) {
        this.store = store;
        this.bus = bus;
        this.meters = meters;
    }

    public void run() {
        List<Outbox.Waiting> batch;
        do {
            batch = store.read(tx -> tx.outbox().oldest(BATCH));
            if (!batch.isEmpty()) {
                List<Outbox.Waiting> readable = new ArrayList<>();
                List<Event> events = new ArrayList<>();
                for (Outbox.Waiting each : batch) {
                    read(each).ifPresent(event -> {
                        readable.add(each);
                        events.add(event);
                    });
                }
                bus.publishAll(events);
                forget(readable);
            }
        } while (batch.size() == BATCH);
    }

    private Optional<Event> read(Outbox.Waiting waiting) {
        try {
            return Optional.of(waiting.event());
        } catch (RuntimeException e) {
            LOG.errorf(e, "registry: event %d of the outbox is set aside and not published", waiting.id());
            store.write(tx -> {
                tx.outbox().setAside(waiting);
                return null;
            });
            meters.setAside();
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
