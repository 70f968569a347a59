package dev.darkroom.wire;

import dev.darkroom.events.Bus;
import dev.darkroom.events.Event;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/** Publishes events on Kafka, as CloudEvents in binary mode, acknowledged by all in-sync replicas. */
public final class KafkaBus implements Bus, AutoCloseable {
    private final Producer<String, Event> producer;
    private final Supplier<Cause> cause;
    private final Clock clock;
    private final EventCodec codec = new EventCodec();

    /** @param cause the event that the calling thread is working on */
    public KafkaBus(Producer<String, Event> producer, Supplier<Cause> cause, Clock clock) {
        this.producer = producer;
        this.cause = cause;
        this.clock = clock;
    }

    /** @param settings of the Kafka client; {@code bootstrap.servers} at least */
    public static KafkaBus connect(Map<String, Object> settings, Supplier<Cause> cause, Clock clock) {
        var all = new HashMap<String, Object>();
        all.put(ProducerConfig.ACKS_CONFIG, "all");
        all.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        all.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "gzip");
        all.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 4L << 20);
        all.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Topics.MAX_MESSAGE_BYTES);
        // While the brokers are away, work that is done waits to be said; it is never dropped.
        all.put(
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                Math.toIntExact(Duration.ofHours(24).toMillis()));
        all.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, Duration.ofMinutes(1).toMillis());
        all.putAll(settings);
        return new KafkaBus(new KafkaProducer<>(all, new StringSerializer(), new EventSerializer()), cause, clock);
    }

    @Override
    public void publish(Event event) {
        publishAll(List.of(event));
    }

    @Override
    public void publishAll(Collection<? extends Event> events) {
        Cause because = cause.get();
        var sent = new ArrayList<Future<?>>(events.size());
        for (Event event : events) {
            sent.add(producer.send(record(event, because)));
        }
        for (Future<?> each : sent) {
            await(each);
        }
    }

    private ProducerRecord<String, Event> record(Event event, Cause because) {
        var record = new ProducerRecord<>(event.eventType().topic().address(), event.recordKey(), event);
        record.headers().add("content-type", EventCodec.JSON.getBytes(StandardCharsets.UTF_8));
        codec.attributes(event, because, clock.instant()).forEach((name, value) -> {
            if (!name.equals("datacontenttype")) { // The Kafka binding maps it to content-type.
                record.headers().add("ce_" + name, value.getBytes(StandardCharsets.UTF_8));
            }
        });
        return record;
    }

    private static void await(Future<?> acknowledged) {
        try {
            acknowledged.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("stopped before Kafka acknowledged the event", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(
                    "Kafka did not take the event: " + e.getCause().getMessage(), e);
        }
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(2));
    }
}
