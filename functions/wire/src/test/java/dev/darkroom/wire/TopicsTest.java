package dev.darkroom.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.events.Topic;
import dev.darkroom.wire.testing.FakeKafka;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TopicsTest {
    private final Topics topics = new Topics(6, (short) 3);

    @ParameterizedTest
    @CsvSource({
        "darkroom.catalogues.v1, compact,",
        "darkroom.targets.v1,    compact,",
        "darkroom.requested.v1,  delete, 604800000",
        "darkroom.fetched.v1,    delete, 604800000",
        "darkroom.converted.v1,  delete, 604800000",
        "darkroom.ready.v1,      compact,",
        "darkroom.failed.v1,     delete, 2592000000",
        "darkroom.aliases.v1,    compact,",
        "darkroom.settled.v1,    delete, 604800000",
        "darkroom.ready.v1.dlq,  delete, 2592000000",
        "darkroom.settled.v1.dlq,delete, 2592000000",
    })
    void isDeclaredWithItsCleanUpAndRetention(String address, String cleanUp, String retention) {
        NewTopic topic = topics.declared().stream()
                .filter(each -> each.name().equals(address))
                .findFirst()
                .orElseThrow();

        assertThat(topic.configs())
                .containsEntry("cleanup.policy", cleanUp)
                .containsEntry("max.message.bytes", address.endsWith(".dlq") ? "679936" : "614400");
        assertThat(topic.configs().get("retention.ms")).isEqualTo(retention);
        assertThat(topic.configs().get("retention.bytes")).isEqualTo(retention == null ? null : "268435456");
        assertThat(topic.configs()).containsEntry("segment.bytes", "16777216");
        assertThat(topic.numPartitions()).isEqualTo(6);
        assertThat(topic.replicationFactor()).isEqualTo((short) 3);
    }

    @Test
    void everyTopicHasDeadLetters() {
        assertThat(topics.declared()).hasSize(2 * Topic.values().length);
    }

    @Test
    void aBrokerThatCannotBeReachedIsSaid() {
        Map<String, Object> nowhere =
                Map.of("bootstrap.servers", "127.0.0.1:1", "request.timeout.ms", 100, "default.api.timeout.ms", 200);
        try (Admin admin = Admin.create(nowhere)) {
            assertThatThrownBy(() -> topics.ensure(admin))
                    .isInstanceOf(SilentKafkaException.class)
                    .hasMessageStartingWith("Kafka did not list its topics: ");
        }
    }

    @Test
    void aBrokerThatAnswersButCreatesNothingInTimeIsNotCalledSilent() throws IOException {
        var impatient = new Topics(6, (short) 3, Duration.ofSeconds(1));
        try (var kafka = new FakeKafka();
                Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.servers()))) {
            assertThatThrownBy(() -> impatient.ensure(admin))
                    .isExactlyInstanceOf(IllegalStateException.class)
                    .hasMessageStartingWith("Kafka lacks the topics darkroom.")
                    .hasMessageContaining(", darkroom.settled.v1.dlq and has not created them within 1 s: ");
        }
    }
}
