package dev.darkroom.wire;

import static dev.darkroom.events.testing.Threads.OWN_THREAD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.events.DiskFormat;
import dev.darkroom.events.Event;
import dev.darkroom.events.ImageKey;
import dev.darkroom.events.ImageRequested;
import dev.darkroom.events.ImageSettled;
import dev.darkroom.events.Pauses;
import dev.darkroom.events.testing.Samples;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownServerException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class KafkaBusTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-08-01T12:00:00Z"), ZoneOffset.UTC);
    private static final Event EVENT = new ImageSettled(Samples.KEY, List.of(), List.of(), List.of(), 0, null);
    private static final Event OTHER =
            new ImageSettled(new ImageKey("other"), List.of(), List.of(), List.of(), 0, null);

    private static final Pauses PAUSES = new Pauses(Duration.ofMillis(1), Duration.ofMillis(1));
    private static final Duration LONGEST = Duration.ofMinutes(5);

    private final MockProducer<String, Event> producer = producer(true);

    @Test
    void publishesInOrderUnderTheRecordKeyOnTheTopicOfTheType() {
        bus(Cause.NONE, producer).publishAll(List.of(EVENT, OTHER));

        assertThat(producer.history()).extracting(ProducerRecord::value).containsExactly(EVENT, OTHER);
        assertThat(producer.history().getFirst().key()).isEqualTo("debian_12_20260801");
        assertThat(producer.history().getFirst().topic()).isEqualTo("darkroom.settled.v1");
    }

    @Test
    void aRepeatedEventHasTheSameId() {
        bus(Cause.NONE, producer).publishAll(List.of(EVENT, EVENT, OTHER));

        assertThat(producer.history().stream().map(each -> header(each, "ce_id")))
                .containsExactly(
                        EVENT.id().toString(), EVENT.id().toString(), OTHER.id().toString());
    }

    @Test
    void whatCausedTheEventIsInItsHeaders() {
        bus(new Cause("cause", "catalogue", "00-trace"), producer).publish(EVENT);

        var sent = producer.history().getFirst();
        assertThat(header(sent, "ce_causationid")).isEqualTo("cause");
        assertThat(header(sent, "ce_correlationid")).isEqualTo("catalogue");
        assertThat(header(sent, "ce_traceparent")).isEqualTo("00-trace");
    }

    @Test
    void whatTheEventKnowsOfItsCatalogueGoesBeforeWhatItsCauseKnows() {
        UUID catalogue = UUID.fromString("3b1f8a52-6f5e-5c1b-9a52-0d4b6a1f7e11");
        var requested = new ImageRequested(Samples.KEY, Samples.spec(), List.of(DiskFormat.RAW), null, 0, catalogue);

        bus(new Cause("cause", "another", null), producer).publish(requested);

        assertThat(header(producer.history().getFirst(), "ce_correlationid")).isEqualTo(catalogue.toString());
    }

    @Test
    void withoutACauseThereAreNoHeadersForIt() {
        bus(Cause.NONE, producer).publish(EVENT);

        assertThat(producer.history().getFirst().headers().toArray())
                .extracting(Header::key)
                .contains("content-type", "ce_id")
                .doesNotContain("ce_causationid", "ce_correlationid", "ce_traceparent", "ce_datacontenttype");
    }

    @Test
    void theCauseIsThatOfTheReceivedRecord() {
        assertThat(Cause.of(Map.of("id", "1", "correlationid", "2")::get)).isEqualTo(new Cause("1", "2", null));
    }

    @Test
    void returnsOnlyWhenKafkaHasTheEvent() {
        MockProducer<String, Event> slow = producer(false);
        var published = CompletableFuture.runAsync(() -> bus(Cause.NONE, slow).publish(EVENT), OWN_THREAD);
        while (!slow.completeNext()) {
            assertThat(published).isNotDone();
            Thread.onSpinWait();
        }

        assertThat(published).succeedsWithin(Duration.ofSeconds(10));
    }

    @Test
    void whatKafkaMayTakeLaterIsSentAgainAndTheLastOfAKeyStaysTheLast() {
        MockProducer<String, Event> failing = producer(false);
        KafkaBus bus = bus(Cause.NONE, failing, producer);
        var published = CompletableFuture.runAsync(() -> bus.publishAll(List.of(EVENT, OTHER)), OWN_THREAD);
        while (failing.history().size() < 2) {
            assertThat(published).isNotDone();
            Thread.onSpinWait();
        }
        assertThat(failing.errorNext(new TimeoutException("no broker"))).isTrue();
        assertThat(bus.problem(Duration.ZERO).orElseThrow()).startsWith("Kafka has not taken an event for ");
        assertThat(bus.problem(Duration.ofMinutes(1))).isEmpty();
        failing.completeNext();

        assertThat(published).succeedsWithin(Duration.ofSeconds(10));
        assertThat(producer.history()).extracting(ProducerRecord::value).containsExactly(EVENT, OTHER);
        assertThat(bus.problem(Duration.ZERO)).isEmpty();
    }

    /** Its thread has met an error. */
    @Test
    void aProducerThatSaysNothingIsReplaced() {
        var made = List.of(producer(false), producer).iterator();
        var delivery = new Delivery<>(made::next, PAUSES, Duration.ofMillis(50));

        new KafkaBus(delivery, () -> Cause.NONE, CLOCK).publishAll(List.of(EVENT, OTHER));

        assertThat(producer.history()).extracting(ProducerRecord::value).containsExactly(EVENT, OTHER);
    }

    @Test
    void whatThereIsNoMemoryForIsSentAgain() {
        var poor = new MockProducer<String, Event>(true, null, new StringSerializer(), new EventSerializer()) {
            @Override
            public synchronized Future<RecordMetadata> send(ProducerRecord<String, Event> record) {
                throw new OutOfMemoryError();
            }
        };

        bus(Cause.NONE, poor, producer).publish(EVENT);

        assertThat(producer.history()).hasSize(1);
    }

    /** Who has failed so never reads renewed keys, and may take nothing any more. */
    @ParameterizedTest
    @MethodSource("refusals")
    void whoIsRefusedTriesAgainWithANewProducer(RuntimeException refusal) {
        MockProducer<String, Event> refused = producer(true);
        refused.sendException = refusal;

        bus(Cause.NONE, refused, producer).publishAll(List.of(EVENT, OTHER));

        assertThat(refused.closed()).isTrue();
        assertThat(producer.history()).extracting(ProducerRecord::value).containsExactly(EVENT, OTHER);
    }

    static Stream<RuntimeException> refusals() {
        return Stream.of(
                new SslAuthenticationException("certificate expired"),
                new SaslAuthenticationException("no such user"),
                new TopicAuthorizationException("not this topic"),
                new UnknownServerException("a broker without memory"),
                new KafkaException("in an error state", new ClusterAuthorizationException("not this cluster")));
    }

    @Test
    void whoseProducerCannotBeMadeAnewGoesOnWithTheOldOne() {
        producer.sendException = new SslAuthenticationException("certificate expired");
        var made = new AtomicInteger();
        Supplier<Producer<String, Event>> connect = () -> {
            if (made.getAndIncrement() == 0) {
                return producer;
            }
            producer.sendException = null;
            throw new KafkaException("half a key");
        };

        new KafkaBus(new Delivery<>(connect, PAUSES, LONGEST), () -> Cause.NONE, CLOCK).publish(EVENT);

        assertThat(made).hasValue(2);
        assertThat(producer.history()).hasSize(1);
    }

    @Test
    void whatIsSentWithAClosedBusIsRefused() {
        KafkaBus bus = bus(Cause.NONE, producer);
        bus.close();

        assertThatThrownBy(() -> bus.publish(EVENT)).isInstanceOf(CancellationException.class);
    }

    @Test
    void whatWaitsWhenTheBusIsClosedIsStopped() {
        MockProducer<String, Event> silent = producer(false);
        KafkaBus bus = bus(Cause.NONE, silent);
        var published = CompletableFuture.runAsync(() -> bus.publish(EVENT), OWN_THREAD);
        while (silent.history().isEmpty()) {
            assertThat(published).isNotDone();
            Thread.onSpinWait();
        }

        bus.close();
        silent.errorNext(new KafkaException("Producer is closed forcefully."));

        assertThat(published)
                .failsWithin(Duration.ofSeconds(10))
                .withThrowableThat()
                .withCauseInstanceOf(CancellationException.class)
                .withMessageContaining("stopped before Kafka acknowledged the event");
    }

    @Test
    void whoIsInterruptedWhileSendingIsStoppedAndStaysInterrupted() {
        producer.sendException = new InterruptException(new InterruptedException());

        assertThatThrownBy(() -> bus(Cause.NONE, producer).publish(EVENT))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("stopped before Kafka acknowledged the event");
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void whatKafkaNeverTakesIsNotSentAgain() {
        MockProducer<String, Event> failing = producer(false);
        KafkaBus bus = bus(Cause.NONE, failing);
        var published = CompletableFuture.runAsync(() -> bus.publish(EVENT), OWN_THREAD);
        while (!failing.errorNext(new RecordTooLargeException("too large"))) {
            Thread.onSpinWait();
        }

        assertThat(published)
                .failsWithin(Duration.ofSeconds(10))
                .withThrowableThat()
                .withMessageContaining("Kafka did not take the event: too large");
    }

    @Test
    void aStoppedThreadDoesNotWaitAndStaysInterrupted() {
        KafkaBus bus = bus(Cause.NONE, producer(false));
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> bus.publish(EVENT))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("stopped before Kafka acknowledged");
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void closesItsProducer() {
        bus(Cause.NONE, producer).close();

        assertThat(producer.closed()).isTrue();
    }

    @Test
    void aWrongSettingOfTheClientIsNamed() {
        assertThatThrownBy(() -> KafkaBus.connect(Map.of("bootstrap.servers", "nowhere"), () -> Cause.NONE, CLOCK))
                .isInstanceOf(KafkaException.class)
                .hasStackTraceContaining("bootstrap.servers");
    }

    private static MockProducer<String, Event> producer(boolean acknowledges) {
        return new MockProducer<>(acknowledges, null, new StringSerializer(), new EventSerializer());
    }

    /** @param producers of which each is used when the one before has failed */
    @SafeVarargs
    private static KafkaBus bus(Cause cause, MockProducer<String, Event>... producers) {
        var made = List.of(producers).iterator();
        return new KafkaBus(new Delivery<>(made::next, PAUSES, LONGEST), () -> cause, CLOCK);
    }

    private static String header(ProducerRecord<String, Event> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }
}
