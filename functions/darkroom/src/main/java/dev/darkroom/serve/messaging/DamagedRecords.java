package dev.darkroom.serve.messaging;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Finds records that the disk has damaged: whoever reads them gets a failure instead, each time. */
public final class DamagedRecords {
    private static final Duration POLL = Duration.ofSeconds(5);

    private final Supplier<Consumer<byte[], byte[]>> consumers;

    /** @param consumers each makes one that reads a record at a time, for no group */
    DamagedRecords(Supplier<Consumer<byte[], byte[]>> consumers) {
        this.consumers = consumers;
    }

    /** @param settings as {@link KafkaClient#settings} */
    public static DamagedRecords in(Map<String, Object> settings) {
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        return new DamagedRecords(
                () -> new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer()));
    }

    /**
     * Records that cannot be read.
     *
     * @param next   the offset behind them
     * @param reason what Kafka says of the first
     */
    record Damage(long next, KafkaException reason) {}

    /**
     * What is damaged from this offset on; empty when the record there can be read, when there is none, or when Kafka does not
     * give what is behind it now.
     *
     * @throws org.apache.kafka.common.errors.ApiException when Kafka cannot be asked
     */
    Optional<Damage> at(TopicPartition partition, long offset) {
        try (Consumer<byte[], byte[]> consumer = consumers.get()) {
            List<TopicPartition> only = List.of(partition);
            consumer.assign(only);
            long end = consumer.endOffsets(only).get(partition);
            KafkaException first = null;
            for (long next = offset; next < end; next++) {
                consumer.seek(partition, next);
                try {
                    return consumer.poll(POLL).isEmpty() || first == null
                            ? Optional.empty()
                            : Optional.of(new Damage(next, first));
                } catch (KafkaException e) {
                    if (e.getClass() != KafkaException.class) { // All else that may happen has a name.
                        throw e;
                    }
                    first = first == null ? e : first;
                }
            }
            return Optional.ofNullable(first).map(reason -> new Damage(end, reason));
        }
    }
}
