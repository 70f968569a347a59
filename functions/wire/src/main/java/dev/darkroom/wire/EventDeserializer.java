package dev.darkroom.wire;

import dev.darkroom.events.Event;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;

/** Reads events from Kafka, in CloudEvents' binary mode ({@code ce_*} headers) or structured mode. */
public final class EventDeserializer implements Deserializer<Event> {
    private static final String PREFIX = "ce_";

    private final EventCodec codec = new EventCodec();

    @Override
    public Event deserialize(String topic, byte[] data) {
        throw new UnreadableEventException("not a CloudEvent: it has no headers");
    }

    @Override
    public Event deserialize(String topic, Headers headers, byte[] data) {
        String contentType = text(headers, "content-type");
        Event event;
        if (contentType != null && contentType.startsWith(EventCodec.STRUCTURED)) {
            var attributes = new LinkedHashMap<String, String>();
            event = codec.readStructured(data, attributes);
            // From here on both modes look the same.
            attributes.forEach((name, value) -> headers.add(PREFIX + name, value.getBytes(StandardCharsets.UTF_8)));
        } else {
            event = codec.read(text(headers, PREFIX + "type"), data);
        }
        if (!event.eventType().topic().address().equals(topic)) {
            throw new UnreadableEventException(event.eventType().type() + " does not belong on " + topic + " but on "
                    + event.eventType().topic().address());
        }
        return event;
    }

    /** A CloudEvents attribute of a record that this class has read; null when it is absent. */
    public static String attribute(Headers headers, String name) {
        return text(headers, PREFIX + name);
    }

    private static String text(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        return header == null || header.value() == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }
}
