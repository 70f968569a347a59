package dev.darkroom.serve.messaging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.events.Event;
import dev.darkroom.events.ImageSettled;
import dev.darkroom.events.Pauses;
import dev.darkroom.events.Topic;
import dev.darkroom.events.testing.Samples;
import dev.darkroom.wire.Delivery;
import dev.darkroom.wire.EventCodec;
import dev.darkroom.wire.EventDeserializer;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.IncomingKafkaRecord;
import io.smallrye.reactive.messaging.kafka.KafkaConnectorIncomingConfiguration;
import io.smallrye.reactive.messaging.kafka.commit.KafkaCommitHandler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DeadLettersUntilStopTest {
    private static final Exception DEFECT = new IllegalStateException("a defect");

    private final ConcurrentLinkedQueue<MockProducer<String, byte[]>> made = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<RuntimeException> troubles = new ConcurrentLinkedQueue<>();
    private final MeterRegistry meters = new SimpleMeterRegistry();
    private final List<Long> acknowledged = new ArrayList<>();
    private Runnable refused = () -> {};

    /** Its channel would end with the first that is not kept. */
    @Test
    void whatFailsWhileKafkaRefusesTheLoginIsKeptWhenItNoLongerDoes() throws Exception {
        troubles.add(new SaslAuthenticationException("the directory is down"));
        troubles.add(new SaslAuthenticationException("the directory is down"));
        DeadLettersUntilStop strategy = untilStop(Duration.ofMillis(1));

        nack(strategy, 1).get(30, TimeUnit.SECONDS);
        nack(strategy, 2).get(30, TimeUnit.SECONDS);

        assertThat(acknowledged).containsExactly(1L, 2L);
        assertThat(kept()).containsExactly("1", "2");
    }

    /** Of one record each group that reads it has a letter. */
    @Test
    void whoCouldNotReadItIsSaid() throws Exception {
        nack(untilStop(Duration.ofMillis(1)), 1).get(30, TimeUnit.SECONDS);

        ProducerRecord<String, byte[]> letter = made.element().history().getFirst();
        assertThat(letter.headers().lastHeader("dead-letter-group").value())
                .asString()
                .isEqualTo("darkroom.convert");
    }

    @Test
    void whatKafkaSaysItNeverTakesIsTriedAgainAllTheSame() throws Exception {
        troubles.add(new InvalidTopicException("not a topic"));
        troubles.add(new InvalidTopicException("not a topic"));

        nack(untilStop(Duration.ofMillis(1)), 1).get(30, TimeUnit.SECONDS);

        assertThat(acknowledged).containsExactly(1L);
        assertThat(kept()).containsExactly("1");
    }

    @Test
    void whatFailsWhileThereIsNoMemoryIsKept() throws Exception {
        var poor = new SimpleMeterRegistry() {
            @Override
            protected Counter newCounter(Meter.Id id) {
                if ("elsewhere".equals(id.getTag("topic"))) {
                    throw new OutOfMemoryError();
                }
                return super.newCounter(id);
            }
        };
        var pauses = new Pauses(Duration.ofMillis(1), Duration.ofMillis(1));
        var letters = new DeadLetters(new Delivery<>(this::producer, pauses, Duration.ofMinutes(5)), pauses, poor);
        var left = new AtomicInteger(1);
        var headers = new RecordHeaders() {
            @Override
            public Iterator<Header> iterator() {
                if (left.getAndDecrement() > 0) {
                    throw new OutOfMemoryError();
                }
                return super.iterator();
            }
        };

        nack(new DeadLettersUntilStop(letters, null), record("elsewhere", 1, null, headers))
                .get(30, TimeUnit.SECONDS);

        assertThat(left).as("the lack was met").hasNegativeValue();
        assertThat(acknowledged).containsExactly(1L);
        assertThat(kept()).containsExactly("1");
    }

    /** The attributes are headers by then. */
    @Test
    void aStructuredEventIsKeptSoThatItCanBeReadAgain() throws Exception {
        Event event = new ImageSettled(Samples.KEY, List.of(), List.of(), List.of(), 0, null);
        var headers = new RecordHeaders();
        headers.add("Content-Type", EventCodec.STRUCTURED.getBytes(UTF_8));
        headers.add("ce_type", event.eventType().type().getBytes(UTF_8));
        String topic = Topic.SETTLED.address();

        nack(untilStop(Duration.ofMillis(1)), record(topic, 1, event, headers)).get(30, TimeUnit.SECONDS);

        ProducerRecord<String, byte[]> letter = made.element().history().getFirst();
        assertThat(new EventDeserializer().deserialize(topic, letter.headers(), letter.value()))
                .isEqualTo(event);
    }

    @Test
    void oneThatKafkaSaysItNeverTakesIsAProblemAsLongAsItWaits() throws Exception {
        var pauses = new Pauses(Duration.ofMillis(100), Duration.ofDays(1));
        var letters = new DeadLetters(new Delivery<>(this::producer, pauses, Duration.ofMinutes(5)), pauses, meters);
        var again = new CountDownLatch(2);
        refused = again::countDown;
        troubles.add(new InvalidTopicException("not a topic"));
        troubles.add(new InvalidTopicException("not a topic"));
        var strategy = new DeadLettersUntilStop(letters, null);

        CompletableFuture<Void> nacked = nack(strategy, 1);
        again.await();

        assertThat(letters.problem(Duration.ofMillis(50))).isPresent();
        strategy.cut();
        nacked.get(30, TimeUnit.SECONDS);
        assertThat(letters.problem(Duration.ZERO)).isEmpty();
    }

    @Test
    void theStopWaitsForNoDeadLetter() throws Exception {
        var asked = new CountDownLatch(1);
        refused = asked::countDown;
        Stream.generate(() -> new SaslAuthenticationException("the directory is down"))
                .limit(9)
                .forEach(troubles::add);
        var pauses = new Pauses(Duration.ofDays(1), Duration.ofDays(1));
        var letters = new DeadLetters(new Delivery<>(this::producer, pauses, Duration.ofMinutes(5)), pauses, meters);
        var strategy = new DeadLettersUntilStop(letters, null);
        CompletableFuture<Void> nacked = nack(strategy, 1);
        asked.await();
        assertThat(letters.problem(Duration.ZERO))
                .hasValueSatisfying(why -> assertThat(why).startsWith("Kafka has not taken a dead letter for "));

        strategy.cut();

        nacked.get(30, TimeUnit.SECONDS);
        assertThat(acknowledged).as("it comes again after the next start").isEmpty();
        assertThat(kept()).isEmpty();
        nack(strategy, 2).get(30, TimeUnit.SECONDS);
        assertThat(acknowledged).isEmpty();
    }

    private DeadLettersUntilStop untilStop(Duration pause) {
        var pauses = new Pauses(pause, pause);
        return new DeadLettersUntilStop(
                new DeadLetters(new Delivery<>(this::producer, pauses, Duration.ofMinutes(5)), pauses, meters), null);
    }

    /** Says the next trouble once to who sends. */
    private MockProducer<String, byte[]> producer() {
        var producer = new MockProducer<String, byte[]>(true, null, new StringSerializer(), new ByteArraySerializer()) {
            @Override
            public synchronized Future<RecordMetadata> send(ProducerRecord<String, byte[]> record) {
                sendException = troubles.poll();
                refused.run();
                return super.send(record);
            }
        };
        made.add(producer);
        return producer;
    }

    private CompletableFuture<Void> nack(DeadLettersUntilStop strategy, long offset) {
        return nack(strategy, record(Topic.FETCHED.address(), offset, null, new RecordHeaders()));
    }

    private static ConsumerRecord<String, Event> record(String topic, long offset, Event event, Headers headers) {
        return new ConsumerRecord<>(
                topic,
                0,
                offset,
                ConsumerRecord.NO_TIMESTAMP,
                TimestampType.NO_TIMESTAMP_TYPE,
                ConsumerRecord.NULL_SIZE,
                ConsumerRecord.NULL_SIZE,
                String.valueOf(offset),
                event,
                headers,
                Optional.empty());
    }

    private CompletableFuture<Void> nack(DeadLettersUntilStop strategy, ConsumerRecord<String, Event> received) {
        var settings = new KafkaConnectorIncomingConfiguration(new SmallRyeConfigBuilder()
                .withDefaultValue("channel-name", "fetched")
                .withDefaultValue("value.deserializer", "none")
                .withDefaultValue("topic", Topic.FETCHED.address())
                .withDefaultValue("group.id", "darkroom.convert")
                .build());
        var handler = strategy.create(settings, null, null, (failure, fatal) -> {});
        KafkaCommitHandler acknowledging = new KafkaCommitHandler() {
            @Override
            public <K, V> Uni<Void> handle(IncomingKafkaRecord<K, V> record) {
                acknowledged.add(record.getOffset());
                return Uni.createFrom().voidItem();
            }
        };
        var record = new IncomingKafkaRecord<>(received, "fetched", 0, acknowledging, handler, false);
        return record.nack(DEFECT, Metadata.empty()).toCompletableFuture();
    }

    private List<String> kept() {
        return made.stream()
                .flatMap(producer -> producer.history().stream())
                .map(ProducerRecord::key)
                .toList();
    }
}
