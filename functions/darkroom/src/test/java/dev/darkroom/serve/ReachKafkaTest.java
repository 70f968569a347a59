package dev.darkroom.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.serve.settings.KafkaServers;
import dev.darkroom.serve.settings.ServerNotStartedException;
import dev.darkroom.serve.settings.Settings;
import dev.darkroom.wire.Topics;
import dev.darkroom.wire.testing.FakeKafka;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReachKafkaTest {
    private final List<String> said = new CopyOnWriteArrayList<>();
    private Duration silence = Duration.ofHours(1);

    @Test
    void whyNoClientCanBeMadeIsSaid() {
        var missing = Map.of(
                "kafka.security.protocol", "SSL",
                "kafka.ssl.truststore.location", "/nowhere/trust.p12",
                "kafka.ssl.truststore.type", "PKCS12");
        assertThatThrownBy(() -> reach("127.0.0.1:1", missing)).hasMessageContaining("/nowhere/trust.p12");
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1:1", "nowhere.invalid:9092"})
    void whereNobodyAnswersItIsSaidWhatToDo(String value) {
        assertThatThrownBy(() ->
                        reach(value, Map.of("kafka.default.api.timeout.ms", "1000", "kafka.request.timeout.ms", "500")))
                .isInstanceOfSatisfying(
                        ServerNotStartedException.class,
                        e -> assertThat(e.wrongSetting()).isFalse())
                .hasMessageStartingWith("no Kafka answers at " + value)
                .hasMessageEndingWith("This process ends; start it again then");
    }

    @Test
    void whereNobodyAnswersAtOnceItIsSaidForWhomTheStartWaits() {
        silence = Duration.ofMillis(100);
        var settings = Map.of("kafka.default.api.timeout.ms", "5000", "kafka.request.timeout.ms", "500");
        assertThatThrownBy(() -> reach("127.0.0.1:1", settings)).hasMessageStartingWith("no Kafka answers at ");
        assertThat(said).containsExactly("still waiting for the Kafka at 127.0.0.1:1");
    }

    @Test
    void whereTopicsAreNotCreatedInTimeAKafkaAnswersAllTheSame() throws Exception {
        try (var kafka = new FakeKafka()) {
            var topics = new Topics(1, (short) 1, Duration.ofSeconds(1));
            assertThatThrownBy(() -> reach(kafka.servers(), Map.of(), topics))
                    .hasMessageStartingWith(
                            "the Kafka at " + kafka.servers() + " cannot be used: Kafka lacks the topics darkroom.")
                    .hasMessageContaining(" and has not created them within 1 s");
        }
        assertThat(said).isEmpty();
    }

    @Test
    void aSettingOfTheClientThatIsWrongIsNamed() {
        assertThatThrownBy(() -> reach("127.0.0.1:1", Map.of("kafka.security.protocol", "TSL")))
                .isInstanceOfSatisfying(
                        ServerNotStartedException.class,
                        e -> assertThat(e.wrongSetting()).isTrue())
                .hasMessageStartingWith("a setting kafka.* for the Kafka at 127.0.0.1:1 is wrong: ")
                .hasMessageContaining("security.protocol");
    }

    private void reach(String servers, Map<String, String> settings) throws Exception {
        reach(servers, settings, new Topics(1, (short) 1));
    }

    private void reach(String servers, Map<String, String> settings, Topics topics)
            throws IOException, InterruptedException {
        new ReachKafka(new KafkaServers(servers), new Settings(settings, null), silence, said::add)
                .reach(topics, false);
    }
}
