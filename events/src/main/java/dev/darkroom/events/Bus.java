package dev.darkroom.events;

import java.util.Collection;

/** Where events are published. Each runtime has its own. */
public interface Bus {
    /**
     * Publishes an event and returns when the bus has it for good (all in-sync replicas, on Kafka).
     *
     * @throws IllegalStateException when the bus could not take it; the caller must not treat its work as said. A
     *     {@link java.util.concurrent.CancellationException} where the process is stopping
     */
    void publish(Event event);

    /** Publishes events in order, and returns when the bus has all of them for good. */
    default void publishAll(Collection<? extends Event> events) {
        events.forEach(this::publish);
    }
}
