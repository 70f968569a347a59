package dev.darkroom.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.darkroom.events.Event;
import dev.darkroom.events.Texts;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * A record of Kafka: a line each with its topic and the headers {@code ce_type}, {@code content-type} and {@code
 * ce_specversion}, empty when there is none, and then its value.
 */
public final class EventFuzz {
    private static final EventDeserializer DESERIALIZER = new EventDeserializer();
    private static final EventCodec CODEC = new EventCodec();
    private static final List<String> HEADERS = List.of("ce_type", "content-type", "ce_specversion");

    /** One outside text, every character of it escaped, and what is said about it. */
    private static final int LONGEST_MESSAGE = 8 * Texts.SHOWN + 512;

    private EventFuzz() {}

    /** Called by the fuzzer. */
    public static void fuzzerTestOneInput(byte[] data) {
        String[] lines = new String(data, UTF_8).split("\n", HEADERS.size() + 2);
        var headers = new RecordHeaders();
        for (int i = 1; i < lines.length - 1; i++) {
            if (!lines[i].isEmpty()) {
                headers.add(HEADERS.get(i - 1), lines[i].getBytes(UTF_8));
            }
        }
        try {
            check(DESERIALIZER.deserialize(lines[0], headers, lines[lines.length - 1].getBytes(UTF_8)), lines[0]);
        } catch (UnreadableEventException refused) {
            checkMessage(refused.getMessage());
        }
    }

    /** What was read belongs on its topic, and is the same after it was written and read once more. */
    private static void check(Event event, String topic) {
        if (!event.eventType().topic().address().equals(topic)) {
            throw new AssertionError(event.eventType() + " was taken from " + topic);
        }
        CODEC.attributes(event, Cause.NONE, Instant.EPOCH);
        Event again = CODEC.read(event.eventType().type(), CODEC.data(event));
        if (!again.equals(event) || !again.id().equals(event.id())) {
            throw new AssertionError("wrote " + event + " and read " + again);
        }
    }

    private static void checkMessage(String message) {
        if (message.length() > LONGEST_MESSAGE || message.chars().anyMatch(Character::isISOControl)) {
            throw new AssertionError("not fit for a log: " + message);
        }
    }
}
