package dev.darkroom.events;

/** Where events are published. Each runtime has its own. */
public interface Bus {
    /**
     * Publishes an event and returns when the bus has it for good (all in-sync replicas, on Kafka).
     *
     * @throws IllegalStateException when the bus could not take it; the caller must not treat its work as said
     */
    void publish(Event event);
}
