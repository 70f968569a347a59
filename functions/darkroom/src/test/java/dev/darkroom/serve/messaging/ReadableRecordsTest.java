package dev.darkroom.serve.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.events.Topic;
import io.smallrye.mutiny.Multi;
import io.smallrye.reactive.messaging.kafka.api.IncomingKafkaRecordMetadata;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReadableRecordsTest {
    private final List<String> refused = new ArrayList<>();

    @ParameterizedTest
    @EnumSource
    void withoutValueARecordOfACompactedTopicIsATombstoneAndAnyOtherIsNoEvent(Topic topic) {
        List<Message<?>> read = read(withoutValue(topic));

        assertThat(read).hasSize(topic.compacted() ? 1 : 0);
        assertThat(refused).isEqualTo(topic.compacted() ? List.of() : List.of("not an event: it has no value"));
    }

    private static List<Message<?>> read(Message<?> message) {
        Multi<? extends Message<?>> readable =
                new ReadableRecords().decorate(Multi.createFrom().item(message), List.of("channel"), true);
        return List.copyOf(readable.collect().asList().await().atMost(Duration.ofSeconds(30)));
    }

    private Message<?> withoutValue(Topic topic) {
        var record = new ConsumerRecord<String, Object>(topic.address(), 0, 7, "a", null);
        return Message.of(
                null,
                Metadata.of(new IncomingKafkaRecordMetadata<>(record, "channel")),
                () -> CompletableFuture.completedFuture(null),
                failure -> {
                    refused.add(failure.getMessage());
                    return CompletableFuture.completedFuture(null);
                });
    }
}
