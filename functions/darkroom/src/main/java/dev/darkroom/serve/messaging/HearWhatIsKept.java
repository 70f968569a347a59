package dev.darkroom.serve.messaging;

import dev.darkroom.registry.Hearing;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.reactive.messaging.kafka.KafkaConnector;
import io.smallrye.reactive.messaging.kafka.KafkaConsumer;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.eclipse.microprofile.reactive.messaging.spi.Connector;

/**
 * What Kafka had kept when this process began, for a registry whose consumers have acknowledged nothing yet. One that is
 * known there goes on where it was, and has nothing to wait for.
 */
@ApplicationScoped
public class HearWhatIsKept implements Hearing {
    /** Through which the registry hears what happens. */
    public static final Set<String> CHANNELS = Set.of(
            "catalogues", "targets", "registry-fetched", "registry-converted", "registry-ready", "registry-failed");

    private static final Duration ANSWER = Duration.ofSeconds(10);

    private final KafkaConnector connector;
    private Map<TopicPartition, Long> ends;

    HearWhatIsKept(@Connector(KafkaConnector.CONNECTOR_NAME) KafkaConnector connector) {
        this.connector = connector;
    }

    /** @param heard the offset behind what is acknowledged; null when nothing is */
    private record Place(long begin, long end, Long heard) {}

    @Override
    public synchronized OptionalLong left() {
        if (ends != null && ends.isEmpty()) {
            return OptionalLong.of(0);
        }
        try {
            Map<TopicPartition, Place> places = places();
            if (places.isEmpty()) {
                return OptionalLong.empty();
            }
            if (ends == null) {
                ends = new HashMap<>();
                if (places.values().stream().allMatch(place -> place.heard() == null)) {
                    places.forEach((partition, place) -> ends.put(partition, place.end()));
                }
            }
            return OptionalLong.of(ends.entrySet().stream()
                    .mapToLong(each -> left(places.get(each.getKey()), each.getValue()))
                    .sum());
        } catch (KafkaException | TimeoutException e) {
            throw new IllegalStateException("Kafka does not say what it keeps: " + e.getMessage(), e);
        }
    }

    private static long left(Place place, long end) {
        return Math.max(0, end - (place.heard() == null ? place.begin() : place.heard()));
    }

    /** Where each of the registry's consumers is; empty while not all of them have started. */
    private Map<TopicPartition, Place> places() {
        var places = new HashMap<TopicPartition, Place>();
        if (!connector.getConsumerChannels().containsAll(CHANNELS)) {
            return places;
        }
        for (String channel : CHANNELS) {
            for (KafkaConsumer<?, ?> consumer : connector.getConsumers(channel)) {
                Map<TopicPartition, Place> some = places(consumer);
                if (some.isEmpty()) {
                    return some;
                }
                places.putAll(some);
            }
        }
        return places;
    }

    private static <K, V> Map<TopicPartition, Place> places(KafkaConsumer<K, V> consumer) {
        return consumer.runOnPollingThread((Consumer<K, V> kafka) -> {
                    List<TopicPartition> partitions = kafka.subscription().stream()
                            .flatMap(topic -> partitions(kafka, topic))
                            .toList();
                    Map<TopicPartition, Long> begins = kafka.beginningOffsets(partitions);
                    Map<TopicPartition, Long> ends = kafka.endOffsets(partitions);
                    var heard = kafka.committed(Set.copyOf(partitions));
                    var places = new HashMap<TopicPartition, Place>();
                    partitions.forEach(partition -> places.put(
                            partition,
                            new Place(
                                    begins.get(partition),
                                    ends.get(partition),
                                    heard.get(partition) == null
                                            ? null
                                            : heard.get(partition).offset())));
                    return places;
                })
                .await()
                .atMost(ANSWER);
    }

    private static Stream<TopicPartition> partitions(Consumer<?, ?> kafka, String topic) {
        return kafka.partitionsFor(topic).stream().map(partition -> new TopicPartition(topic, partition.partition()));
    }
}
