package dev.darkroom.events;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/** The Kafka topics: the one place where they are declared. */
public enum Topic {
    CATALOGUES("darkroom.catalogues.v1", null),
    TARGETS("darkroom.targets.v1", null),
    REQUESTED("darkroom.requested.v1", Duration.ofDays(7)),
    FETCHED("darkroom.fetched.v1", Duration.ofDays(7)),
    CONVERTED("darkroom.converted.v1", Duration.ofDays(7)),
    READY("darkroom.ready.v1", null),
    FAILED("darkroom.failed.v1", Duration.ofDays(30)),
    ALIASES("darkroom.aliases.v1", null),
    SETTLED("darkroom.settled.v1", Duration.ofDays(7));

    /** How long a record that could not be read waits for people. */
    public static final Duration DEAD_LETTER_RETENTION = Duration.ofDays(30);

    private final String address;
    private final Duration retention;

    Topic(String address, Duration retention) {
        this.address = address;
        this.retention = retention;
    }

    /** @return the topic of this address; empty when it is none of ours */
    public static Optional<Topic> at(String address) {
        return Arrays.stream(values())
                .filter(topic -> topic.address.equals(address))
                .findFirst();
    }

    /** The topic's name in Kafka. */
    public String address() {
        return address;
    }

    /** Where a record goes that could not be read. */
    public String deadLetters() {
        return address + ".dlq";
    }

    /**
     * Whether Kafka keeps the last record of each key for ever; else it keeps all of them for {@link #retention()}. A record
     * without a value deletes its key from such a topic: a tombstone, which is no event.
     */
    public boolean compacted() {
        return retention == null;
    }

    /** How long records are kept; null for a compacted topic. */
    public Duration retention() {
        return retention;
    }
}
