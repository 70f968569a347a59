package dev.darkroom.serve.messaging;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.darkroom.events.Event;
import dev.darkroom.events.Pauses;
import dev.darkroom.events.Texts;
import dev.darkroom.events.Topic;
import dev.darkroom.wire.Delivery;
import dev.darkroom.wire.EventCodec;
import dev.darkroom.wire.EventSerializer;
import dev.darkroom.wire.Waits;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.reactive.messaging.kafka.DeserializationFailureHandler;
import io.smallrye.reactive.messaging.kafka.fault.KafkaDeadLetterQueue;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.header.Header;
import org.jboss.logging.Logger;

/**
 * Keeps records that could not be read or worked on, as they were received, with the reason in their headers. SmallRye's own
 * dead letters carry what could not be read three times, and end their channel for good when they are too large, or when the
 * brokers are away for a while.
 */
public final class DeadLetters implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(DeadLetters.class);
    private static final int LONGEST_REASON = 4_000;
    private static final String CONTENT_TYPE = "content-type";
    /** Each group that reads a topic keeps what it cannot read, so that there may be several letters of one record. */
    private static final String GROUP = "dead-letter-group";

    private static final String OF_THE_READER = "deserialization-failure-";

    private final Delivery<byte[]> delivery;
    private final Pauses pauses;
    private final MeterRegistry meters;
    private final Waits waits = new Waits();
    private final EventSerializer events = new EventSerializer();

    /** @param pauses before one is sent again of which Kafka says that it will never take it */
    public DeadLetters(Delivery<byte[]> delivery, Pauses pauses, MeterRegistry meters) {
        this.delivery = delivery;
        this.pauses = pauses;
        this.meters = meters;
        List.of(Topic.values())
                .forEach(topic -> counter(topic.address())); // Of one born with 1, no rate shows the first.
    }

    private Counter counter(String topic) {
        return Counter.builder("darkroom.dead.letters")
                .description("Records that could not be read or worked on")
                .tag("topic", topic)
                .register(meters);
    }

    /**
     * Returns when Kafka has it, however long that takes: who cannot keep it must not go on. One that is too large is kept
     * without its value.
     *
     * @param group of the consumer that could not read or work on it
     * @throws InterruptedException when the process stops before
     */
    void keep(String topic, String group, ConsumerRecord<?, ?> failed, Throwable reason) throws InterruptedException {
        unlessMemoryLacks(() -> LOG.warnf(
                "%s, partition %d, offset %d goes to %s: %s",
                failed.topic(), failed.partition(), failed.offset(), topic, words(reason)));
        unlessMemoryLacks(() -> counter(failed.topic()).increment());
        waits.begin();
        try {
            pauses.until(pause -> attempt(topic, group, failed, reason, pause));
        } finally {
            waits.end();
        }
    }

    /** That one has been waiting for longer than usual; empty when none has. */
    public Optional<String> problem(Duration usual) {
        return waits.problem("a dead letter", usual);
    }

    /** That it is kept matters more than what is said of it. */
    private static void unlessMemoryLacks(Runnable words) {
        try {
            words.run();
        } catch (OutOfMemoryError e) {
            // Nor is there any to say so.
        }
    }

    private boolean attempt(String topic, String group, ConsumerRecord<?, ?> failed, Throwable reason, Duration pause) {
        try {
            send(topic, group, failed, reason);
            return true;
        } catch (RuntimeException | OutOfMemoryError e) {
            if (pause.equals(pauses.first()) && !Thread.currentThread().isInterrupted()) {
                unlessMemoryLacks(() -> LOG.errorf(
                        e,
                        "%s has not taken it, and what comes behind it may wait; it is tried again until it is there",
                        topic));
            }
            return false;
        }
    }

    private void send(String topic, String group, ConsumerRecord<?, ?> failed, Throwable reason) {
        ProducerRecord<String, byte[]> letter = letter(topic, group, failed, reason, value(failed));
        try {
            delivery.send(List.of(letter));
        } catch (IllegalStateException e) {
            if (!(e.getCause() instanceof RecordTooLargeException)) {
                throw e;
            }
            LOG.warnf("%s takes no record of that size: this one is there without its value", topic);
            delivery.send(List.of(letter(topic, group, failed, reason, null)));
        }
    }

    private static ProducerRecord<String, byte[]> letter(
            String topic, String group, ConsumerRecord<?, ?> failed, Throwable reason, byte[] value) {
        var letter = new ProducerRecord<>(topic, (String) failed.key(), value);
        add(
                letter,
                KafkaDeadLetterQueue.DEAD_LETTER_EXCEPTION_CLASS_NAME,
                reason.getClass().getName());
        add(letter, KafkaDeadLetterQueue.DEAD_LETTER_REASON, words(reason));
        if (reason.getCause() != null) {
            add(
                    letter,
                    KafkaDeadLetterQueue.DEAD_LETTER_CAUSE_CLASS_NAME,
                    reason.getCause().getClass().getName());
            add(letter, KafkaDeadLetterQueue.DEAD_LETTER_CAUSE, words(reason.getCause()));
        }
        add(letter, GROUP, group);
        add(letter, KafkaDeadLetterQueue.DEAD_LETTER_TOPIC, failed.topic());
        add(letter, KafkaDeadLetterQueue.DEAD_LETTER_PARTITION, Integer.toString(failed.partition()));
        add(letter, KafkaDeadLetterQueue.DEAD_LETTER_OFFSET, Long.toString(failed.offset()));
        boolean anew = failed.value() instanceof Event; // Then it is the data alone, even of a structured event.
        for (Header header : failed.headers()) {
            if (anew && header.key().equalsIgnoreCase(CONTENT_TYPE)) {
                add(letter, header.key(), EventCodec.JSON);
            } else if (!header.key().startsWith(OF_THE_READER)) {
                letter.headers().add(header);
            }
        }
        return letter;
    }

    /** The bytes that were received, where they could not be read. */
    private byte[] value(ConsumerRecord<?, ?> failed) {
        if (failed.value() instanceof Event event) {
            return events.serialize(failed.topic(), event);
        }
        Header unread = failed.headers().lastHeader(DeserializationFailureHandler.DESERIALIZATION_FAILURE_VALUE_DATA);
        return unread == null ? null : unread.value();
    }

    private static void add(ProducerRecord<String, byte[]> letter, String name, String value) {
        letter.headers().add(name, value.getBytes(UTF_8));
    }

    private static String words(Throwable reason) {
        return Texts.cut(reason.getMessage() == null ? reason.toString() : reason.getMessage(), LONGEST_REASON);
    }

    @Override
    public void close() {
        delivery.close();
    }
}
