package dev.darkroom.serve.messaging;

import dev.darkroom.events.Reasons;
import dev.darkroom.events.Rounds;
import dev.darkroom.events.Topic;
import dev.darkroom.serve.messaging.DamagedRecords.Damage;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.reactive.messaging.kafka.KafkaConnector;
import io.smallrye.reactive.messaging.kafka.KafkaConsumer;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.eclipse.microprofile.reactive.messaging.spi.Connector;
import org.jboss.logging.Logger;

/**
 * Takes the channels past records that the disk has damaged, as past others that cannot be read. SmallRye would ask for them
 * for ever, and nothing behind them would ever be worked on.
 */
@ApplicationScoped
public class PassDamagedRecords {
    private static final Logger LOG = Logger.getLogger(PassDamagedRecords.class);
    private static final Duration ANSWER = Duration.ofSeconds(10);

    private final KafkaConnector connector;
    private final DamagedRecords damaged;
    private final DeadLetters deadLetters;
    private final Rounds later = new Rounds("darkroom-damaged", Duration.ofSeconds(10), () -> attempt(this::look));
    private Map<Reader, Long> behind = Map.of();

    PassDamagedRecords(
            @Connector(KafkaConnector.CONNECTOR_NAME) KafkaConnector connector,
            DamagedRecords damaged,
            DeadLetters deadLetters) {
        this.connector = connector;
        this.damaged = damaged;
        this.deadLetters = deadLetters;
    }

    private record Reader(KafkaConsumer<?, ?> consumer, TopicPartition partition) {}

    void start(@Observes StartupEvent event) {
        later.start();
    }

    /** Before the consumers are closed. */
    void stop(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE - 1) ShutdownEvent event) {
        later.interrupt();
    }

    /** Whoever has not come forward since the last look, though there is more to read, may have met one. */
    void look() {
        Map<Reader, Long> before = behind;
        behind = behind();
        for (var each : behind.entrySet()) {
            if (each.getValue().equals(before.get(each.getKey()))) {
                attempt(() -> pass(each.getKey(), each.getValue()));
            }
        }
    }

    /** What fails keeps nothing else from being looked at. */
    private void attempt(Rounds.Round step) {
        try {
            step.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (KafkaException
                | TimeoutException
                | IllegalStateException e) { // The last is said by one that is closed.
            LOG.debugf(e, "damaged records are looked for again: readiness says what is wrong with Kafka");
        } catch (RuntimeException | Error e) {
            if (later.isStopped()) {
                return; // The consumers' threads end too.
            }
            LOG.error("damaged records: unforeseen failure; they are looked for again in 10 s", e);
        }
    }

    private Map<Reader, Long> behind() {
        var behind = new HashMap<Reader, Long>();
        for (String channel : connector.getConsumerChannels()) {
            for (KafkaConsumer<?, ?> consumer : connector.getConsumers(channel)) {
                attempt(() ->
                        behind(consumer).forEach((partition, at) -> behind.put(new Reader(consumer, partition), at)));
            }
        }
        return behind;
    }

    private static <K, V> Map<TopicPartition, Long> behind(KafkaConsumer<K, V> consumer) {
        return consumer.runOnPollingThread((Consumer<K, V> kafka) -> {
                    var positions = new HashMap<TopicPartition, Long>();
                    for (TopicPartition partition : kafka.assignment()) {
                        if (kafka.currentLag(partition).orElse(0) > 0) {
                            positions.put(partition, kafka.position(partition));
                        }
                    }
                    return positions;
                })
                .await()
                .atMost(ANSWER);
    }

    private void pass(Reader reader, long at) throws InterruptedException {
        TopicPartition partition = reader.partition();
        Damage damage = damaged.at(partition, at).orElse(null);
        if (damage == null) {
            return;
        }
        deadLetters.keep(
                Topic.at(partition.topic()).orElseThrow().deadLetters(),
                group(reader.consumer()),
                new ConsumerRecord<>(partition.topic(), partition.partition(), at, null, null),
                new DamagedRecordException(damage));
        goOn(reader.consumer(), partition, at, damage.next());
    }

    private static <K, V> String group(KafkaConsumer<K, V> consumer) {
        return consumer.runOnPollingThread(
                        (Consumer<K, V> kafka) -> kafka.groupMetadata().groupId())
                .await()
                .atMost(ANSWER);
    }

    private static <K, V> void goOn(KafkaConsumer<K, V> consumer, TopicPartition partition, long at, long next) {
        consumer.runOnPollingThread((Consumer<K, V> kafka) -> {
                    if (kafka.position(partition) == at) {
                        kafka.seek(partition, next);
                        acknowledge(kafka, partition, at, next);
                    }
                })
                .await()
                .atMost(ANSWER);
    }

    /** Nobody else will, where nothing is worked on before them and nothing comes behind: they would be met at each start. */
    private static void acknowledge(Consumer<?, ?> kafka, TopicPartition partition, long at, long next) {
        OffsetAndMetadata done = kafka.committed(Set.of(partition)).get(partition);
        long open = done == null ? kafka.beginningOffsets(Set.of(partition)).get(partition) : done.offset();
        if (open == at) {
            kafka.commitSync(Map.of(partition, new OffsetAndMetadata(next)));
        }
    }

    /** What is kept of a record that the disk has damaged. */
    static final class DamagedRecordException extends Exception {
        private static final long serialVersionUID = 1L;

        DamagedRecordException(Damage damage) {
            super(
                    "damaged on the disk, up to offset " + damage.next()
                            + "; images that it was about are asked for again, a catalogue has to be published again: "
                            + Reasons.of(damage.reason()),
                    damage.reason());
        }
    }
}
