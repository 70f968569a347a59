package dev.darkroom.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.darkroom.events.Event;
import dev.darkroom.events.Pauses;
import dev.darkroom.events.testing.EventSamples;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * A sample and the record that it must become, as the file under {@code golden} shows it. Such a file changes only with the
 * published language: a consumer reads today's records with the program of last year.
 */
record Golden(String file, Event event) {
    private static final Cause CAUSE = new Cause(
            "5f7a3f4e-90c3-5a0e-8f0e-6f3b7c3c1d2a",
            "3b1f8a52-6f5e-5c1b-9a52-0d4b6a1f7e11",
            "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");

    static List<Golden> all() {
        var all = new ArrayList<Golden>();
        EventSamples.full().forEach(event -> all.add(new Golden(shortType(event) + ".json", event)));
        EventSamples.least().forEach(event -> all.add(new Golden(shortType(event) + ".least.json", event)));
        return all;
    }

    static Stream<Golden> full() {
        return all().stream().filter(golden -> !golden.file().contains(".least."));
    }

    private static String shortType(Event event) {
        return event.eventType().type().substring("dev.darkroom.".length());
    }

    boolean least() {
        return file.contains(".least.");
    }

    /** What the bus sends of it: at a fixed time, and because of an event where the sample is a full one. */
    ProducerRecord<String, Event> sent() {
        var producer = new MockProducer<>(true, null, new StringSerializer(), new EventSerializer());
        Clock clock = Clock.fixed(Instant.parse("2026-08-01T12:00:00.123456Z"), ZoneOffset.UTC);
        var delivery = new Delivery<>(() -> producer, new Pauses(Duration.ZERO, Duration.ZERO), Duration.ofMinutes(5));
        new KafkaBus(delivery, () -> least() ? Cause.NONE : CAUSE, clock).publish(event);
        return producer.history().getFirst();
    }

    /** The sent record as a document: topic, key, headers and data. */
    ObjectNode document() {
        ProducerRecord<String, Event> sent = sent();
        ObjectNode document = Json.mapper().createObjectNode();
        document.put("topic", sent.topic());
        document.put("key", sent.key());
        ObjectNode headers = document.putObject("headers");
        sent.headers().forEach(each -> headers.put(each.key(), new String(each.value(), StandardCharsets.UTF_8)));
        document.set("data", tree(new EventSerializer().serialize(sent.topic(), sent.value())));
        return document;
    }

    JsonNode expected() {
        return tree(text().getBytes(StandardCharsets.UTF_8));
    }

    JsonNode data() {
        return expected().get("data");
    }

    /** The headers of the file, as Kafka hands them over. */
    RecordHeaders headers() {
        var headers = new RecordHeaders();
        expected()
                .get("headers")
                .properties()
                .forEach(header ->
                        headers.add(header.getKey(), header.getValue().asText().getBytes(StandardCharsets.UTF_8)));
        return headers;
    }

    String text() {
        try (InputStream in = Golden.class.getResourceAsStream("/golden/" + file)) {
            return in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static JsonNode tree(byte[] json) {
        try {
            return Json.mapper().readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] bytes(JsonNode json) {
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return file;
    }
}
