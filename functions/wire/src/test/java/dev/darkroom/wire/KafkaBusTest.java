package dev.darkroom.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.events.DiskFormat;
import dev.darkroom.events.Event;
import dev.darkroom.events.ImageKey;
import dev.darkroom.events.ImageRequested;
import dev.darkroom.events.ImageSettled;
import dev.darkroom.events.testing.Samples;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

class KafkaBusTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-08-01T12:00:00Z"), ZoneOffset.UTC);
    private static final Event EVENT = new ImageSettled(Samples.KEY, List.of(), List.of(), 0);
    private static final Event OTHER = new ImageSettled(new ImageKey("other"), List.of(), List.of(), 0);

    private final MockProducer<String, Event> producer = producer(true);

    @Test
    void publishesInOrderUnderTheRecordKeyOnTheTopicOfTheType() {
        bus(producer, Cause.NONE).publishAll(List.of(EVENT, OTHER));

        assertThat(producer.history()).extracting(ProducerRecord::value).containsExactly(EVENT, OTHER);
        assertThat(producer.history().getFirst().key()).isEqualTo("debian_12_20260801");
        assertThat(producer.history().getFirst().topic()).isEqualTo("darkroom.settled.v1");
    }

    @Test
    void aRepeatedEventHasTheSameId() {
        bus(producer, Cause.NONE).publishAll(List.of(EVENT, EVENT, OTHER));

        assertThat(producer.history().stream().map(each -> header(each, "ce_id")))
                .containsExactly(
                        EVENT.id().toString(), EVENT.id().toString(), OTHER.id().toString());
    }

    @Test
    void whatCausedTheEventIsInItsHeaders() {
        bus(producer, new Cause("cause", "catalogue", "00-trace")).publish(EVENT);

        var sent = producer.history().getFirst();
        assertThat(header(sent, "ce_causationid")).isEqualTo("cause");
        assertThat(header(sent, "ce_correlationid")).isEqualTo("catalogue");
        assertThat(header(sent, "ce_traceparent")).isEqualTo("00-trace");
    }

    @Test
    void whatTheEventKnowsOfItsCatalogueGoesBeforeWhatItsCauseKnows() {
        UUID catalogue = UUID.fromString("3b1f8a52-6f5e-5c1b-9a52-0d4b6a1f7e11");
        var requested = new ImageRequested(Samples.KEY, Samples.spec(), List.of(DiskFormat.RAW), null, 0, catalogue);

        bus(producer, new Cause("cause", "another", null)).publish(requested);

        assertThat(header(producer.history().getFirst(), "ce_correlationid")).isEqualTo(catalogue.toString());
    }

    @Test
    void withoutACauseThereAreNoHeadersForIt() {
        bus(producer, Cause.NONE).publish(EVENT);

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
        var published = CompletableFuture.runAsync(() -> bus(slow, Cause.NONE).publish(EVENT));
        while (!slow.completeNext()) {
            assertThat(published).isNotDone();
            Thread.onSpinWait();
        }

        assertThat(published).succeedsWithin(Duration.ofSeconds(10));
    }

    @Test
    void whatKafkaDidNotTakeIsNotSaid() {
        MockProducer<String, Event> failing = producer(false);
        var published =
                CompletableFuture.runAsync(() -> bus(failing, Cause.NONE).publish(EVENT));
        while (!failing.errorNext(new TimeoutException("no broker"))) {
            Thread.onSpinWait();
        }

        assertThat(published)
                .failsWithin(Duration.ofSeconds(10))
                .withThrowableThat()
                .withCauseInstanceOf(IllegalStateException.class)
                .withMessageContaining("Kafka did not take the event: no broker");
    }

    @Test
    void whatKafkaMayTakeLaterIsSentAgainAndTheLastOfAKeyStaysTheLast() {
        MockProducer<String, Event> failing = producer(false);
        KafkaBus bus = bus(failing, Cause.NONE, Duration.ofMinutes(1));
        var published = CompletableFuture.runAsync(() -> bus.publishAll(List.of(EVENT, OTHER)));
        while (!failing.errorNext(new TimeoutException("no broker"))) {
            assertThat(published).isNotDone();
            Thread.onSpinWait();
        }
        assertThat(bus.problem(Duration.ZERO).orElseThrow()).startsWith("Kafka has not taken an event for ");
        assertThat(bus.problem(Duration.ofMinutes(1))).isEmpty();
        while (!published.isDone()) {
            failing.completeNext();
            Thread.onSpinWait();
        }

        assertThat(published).isCompleted();
        assertThat(failing.history()).extracting(ProducerRecord::value).containsExactly(EVENT, OTHER, EVENT, OTHER);
        assertThat(bus.problem(Duration.ZERO)).isEmpty();
    }

    @Test
    void whoIsInterruptedWhileSendingIsStoppedAndStaysInterrupted() {
        producer.sendException = new InterruptException(new InterruptedException());

        assertThatThrownBy(() -> bus(producer, Cause.NONE).publish(EVENT))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("stopped before Kafka acknowledged the event");
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void whatKafkaNeverTakesIsNotSentAgain() {
        MockProducer<String, Event> failing = producer(false);
        KafkaBus bus = bus(failing, Cause.NONE, Duration.ofMinutes(1));
        var published = CompletableFuture.runAsync(() -> bus.publish(EVENT));
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
        KafkaBus bus = bus(producer(false), Cause.NONE);
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> bus.publish(EVENT))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("stopped before Kafka acknowledged");
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void closesItsProducer() {
        bus(producer, Cause.NONE).close();

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

    private static KafkaBus bus(MockProducer<String, Event> producer, Cause cause) {
        return bus(producer, cause, Duration.ZERO);
    }

    private static KafkaBus bus(MockProducer<String, Event> producer, Cause cause, Duration patience) {
        return new KafkaBus(new Delivery<>(producer, patience, Duration.ofMillis(1)), () -> cause, CLOCK);
    }

    private static String header(ProducerRecord<String, Event> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }
}
