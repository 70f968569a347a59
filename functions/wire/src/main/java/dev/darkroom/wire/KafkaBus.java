package dev.darkroom.wire;

import dev.darkroom.events.Bus;
import dev.darkroom.events.Event;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Publishes events on Kafka, as CloudEvents in binary mode, acknowledged by all in-sync replicas. */
public final class KafkaBus implements Bus, AutoCloseable {
    private final Delivery<Event> delivery;
    private final Supplier<Cause> cause;
    private final Clock clock;
    private final EventCodec codec = new EventCodec();

    /** @param cause the event that the calling thread is working on */
    KafkaBus(Delivery<Event> delivery, Supplier<Cause> cause, Clock clock) {
        this.delivery = delivery;
        this.cause = cause;
        this.clock = clock;
    }

    /** @param settings of the Kafka client; {@code bootstrap.servers} at least */
    public static KafkaBus connect(Map<String, Object> settings, Supplier<Cause> cause, Clock clock) {
        return new KafkaBus(Delivery.connect(settings, Topics.MAX_MESSAGE_BYTES, new EventSerializer()), cause, clock);
    }

    @Override
    public void publish(Event event) {
        publishAll(List.of(event));
    }

    @Override
    public void publishAll(Collection<? extends Event> events) {
        Cause because = cause.get();
        delivery.send(events.stream().map(event -> record(event, because)).toList());
    }

    /** That an event has been waiting for longer than this for Kafka to take it; empty when none has. */
    public Optional<String> problem(Duration usual) {
        return delivery.problem(usual);
    }

    private ProducerRecord<String, Event> record(Event event, Cause because) {
        var record = new ProducerRecord<>(event.eventType().topic().address(), event.recordKey(), event);
        record.headers().add("content-type", EventCodec.JSON.getBytes(StandardCharsets.UTF_8));
        codec.attributes(event, because, clock.instant())
                .forEach((name, value) -> record.headers().add("ce_" + name, value.getBytes(StandardCharsets.UTF_8)));
        return record;
    }

    @Override
    public void close() {
        delivery.close();
    }
}
