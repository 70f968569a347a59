package dev.darkroom.wire;

import com.fasterxml.jackson.databind.JsonNode;
import dev.darkroom.events.Event;
import dev.darkroom.events.EventType;
import dev.darkroom.events.Texts;
import dev.darkroom.events.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;

/** Reads events from Kafka, in CloudEvents' binary mode ({@code ce_*} headers) or structured mode. */
public final class EventDeserializer implements Deserializer<Event> {
    private static final String PREFIX = "ce_";

    /** Whoever has no memory so often may need too much himself. */
    private static final int TRIES_WITHOUT_MEMORY = 5;

    private final Duration pause;
    private final EventCodec codec = new EventCodec();

    /** Kafka makes it so. */
    public EventDeserializer() {
        this(Duration.ofSeconds(1));
    }

    /** @param pause before what there was no memory for is read again */
    EventDeserializer(Duration pause) {
        this.pause = pause;
    }

    @Override
    public Event deserialize(String topic, byte[] data) {
        throw new UnreadableEventException("not a CloudEvent: it has no headers");
    }

    /**
     * @return the event; null for a record without a value, about which Kafka's consumer does not even ask: on a compacted topic
     *     it deletes its key ({@link Topic#compacted}), on any other it is no event
     * @throws UnreadableEventException saying why the record is not an event of this topic, or that there was no memory for it
     *     again and again: an error would have Kafka's consumer pass the record without a word
     */
    @Override
    public Event deserialize(String topic, Headers headers, byte[] data) {
        for (int tries = 1; ; tries++) {
            try {
                return read(topic, headers, data);
            } catch (OutOfMemoryError e) {
                if (tries == TRIES_WITHOUT_MEMORY) {
                    throw new UnreadableEventException("there was no memory to read it", e);
                }
            }
            pause();
        }
    }

    private void pause() {
        try {
            Thread.sleep(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnreadableEventException("stopped before there was memory to read it", e);
        }
    }

    private Event read(String topic, Headers headers, byte[] data) {
        if (data == null) {
            return null;
        }
        if (data.length > Topics.MAX_MESSAGE_BYTES) {
            throw new UnreadableEventException(
                    "not an event: its value has " + data.length + " bytes, more than " + Topics.MAX_MESSAGE_BYTES);
        }
        boolean structured = isStructured(headers);
        var attributes = new LinkedHashMap<String, String>();
        JsonNode tree = structured ? codec.readStructured(data, attributes) : null;
        EventType type = EventCodec.typeOf(structured ? attributes.get("type") : text(headers, PREFIX + "type"));
        String version = structured ? attributes.get("specversion") : attribute(headers, "specversion");
        if (version != null && !version.equals(EventCodec.SPEC_VERSION)) {
            throw new UnreadableEventException(
                    "CloudEvents specversion must be " + EventCodec.SPEC_VERSION + " but is " + Texts.quote(version));
        }
        if (!type.topic().address().equals(topic)) {
            throw new UnreadableEventException(type.type() + " does not belong on " + Texts.clean(topic) + " but on "
                    + type.topic().address());
        }
        Event event = structured ? codec.read(type, tree) : codec.read(type.type(), data);
        // From here on both modes look the same.
        attributes.forEach((name, value) -> headers.add(PREFIX + name, value.getBytes(StandardCharsets.UTF_8)));
        return event;
    }

    /** A CloudEvents attribute of a record that this class has read; null when it is absent. */
    public static String attribute(Headers headers, String name) {
        return text(headers, PREFIX + name);
    }

    /** Media types, and the names of headers elsewhere, are the same in capitals; behind a semicolon are parameters. */
    private static boolean isStructured(Headers headers) {
        String type = "";
        for (Header header : headers) {
            if (header.key().equalsIgnoreCase("content-type")) {
                type = text(header);
            }
        }
        return type != null && type.split(";", 2)[0].strip().equalsIgnoreCase(EventCodec.STRUCTURED);
    }

    private static String text(Headers headers, String name) {
        return text(headers.lastHeader(name));
    }

    private static String text(Header header) {
        return header == null || header.value() == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }
}
