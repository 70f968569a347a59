package dev.darkroom.wire;

import dev.darkroom.events.Event;
import org.apache.kafka.common.serialization.Serializer;

/** Writes the data of events to Kafka. Attributes are headers, which {@link KafkaBus} adds. */
public final class EventSerializer implements Serializer<Event> {
    private final EventCodec codec = new EventCodec();

    @Override
    public byte[] serialize(String topic, Event event) {
        return event == null ? null : codec.data(event);
    }
}
