package dev.darkroom.serve.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.events.Pauses;
import dev.darkroom.events.Topic;
import dev.darkroom.wire.Delivery;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.KafkaConnector;
import io.smallrye.reactive.messaging.kafka.KafkaConsumer;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

class PassDamagedRecordsTest {
    private static final Pauses PAUSES = new Pauses(Duration.ofMillis(1), Duration.ofMillis(1));

    private final MockConsumer<byte[], byte[]> reading = consumer();
    private final MockProducer<String, byte[]> letters =
            new MockProducer<>(true, null, new StringSerializer(), new ByteArraySerializer());
    private final AtomicInteger asked = new AtomicInteger();

    @Test
    void whoCannotBeLookedAtKeepsNobodyElseFromBeingLookedAt() {
        var delivery = new Delivery<>(() -> letters, PAUSES, Duration.ofMinutes(5));
        var passing = new PassDamagedRecords(
                connector(),
                new DamagedRecords(this::everySecondIsDamaged),
                new DeadLetters(delivery, PAUSES, new SimpleMeterRegistry()));

        passing.look();
        passing.look();

        assertThat(asked).hasValue(2);
        assertThat(letters.history())
                .singleElement()
                .satisfies(letter -> assertThat(
                                letter.headers().lastHeader("dead-letter-group").value())
                        .asString()
                        .isEqualTo(reading.groupMetadata().groupId()));
        assertThat(reading.assignment().stream().map(reading::position)).containsExactlyInAnyOrder(0L, 1L);
    }

    private Consumer<byte[], byte[]> everySecondIsDamaged() {
        if (asked.incrementAndGet() % 2 == 1) {
            throw new IllegalArgumentException("a defect");
        }
        MockConsumer<byte[], byte[]> damaged = consumer();
        damaged.setPollException(new KafkaException("a damaged record"));
        return damaged;
    }

    /** Two partitions with a record each, of which none has been read. */
    private static MockConsumer<byte[], byte[]> consumer() {
        var consumer = new MockConsumer<byte[], byte[]>("earliest");
        var first = new TopicPartition(Topic.FETCHED.address(), 0);
        var second = new TopicPartition(Topic.FETCHED.address(), 1);
        consumer.assign(List.of(first, second));
        consumer.updateBeginningOffsets(Map.of(first, 0L, second, 0L));
        consumer.updateEndOffsets(Map.of(first, 1L, second, 1L));
        consumer.seekToBeginning(consumer.assignment());
        return consumer;
    }

    private KafkaConnector connector() {
        var channel = (KafkaConsumer<?, ?>) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {KafkaConsumer.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "runOnPollingThread" -> Uni.createFrom().item(result(arguments[0]));
                    case "hashCode" -> 0;
                    case "equals" -> proxy == arguments[0];
                    default -> throw new UnsupportedOperationException(method.getName());
                });
        return new KafkaConnector() {
            @Override
            public Set<String> getConsumerChannels() {
                return Set.of("fetched");
            }

            @Override
            @SuppressWarnings("unchecked")
            public <K, V> List<KafkaConsumer<K, V>> getConsumers(String name) {
                return List.of((KafkaConsumer<K, V>) channel);
            }
        };
    }

    @SuppressWarnings("unchecked")
    private Object result(Object task) {
        if (task instanceof Function<?, ?> function) {
            return ((Function<Object, Object>) function).apply(reading);
        }
        ((java.util.function.Consumer<Object>) task).accept(reading);
        return 0;
    }
}
