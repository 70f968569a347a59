package dev.darkroom.serve.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.wire.Topics;
import dev.darkroom.wire.testing.FakeKafka;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KafkaServersTest {
    private final List<String> said = new CopyOnWriteArrayList<>();

    @Test
    void whatClientsHaveNoSettingForIsSaid() throws IOException {
        var given = Map.of(
                "kafka.secruity.protocol", "SSL", "kafka.sasl.mechanism", "PLAIN", "kafka.enable.idempotence", "true");

        assertThat(KafkaServers.unknown(new Settings(given, null, Map.of("KAFKA_HOME", "/opt/kafka"))))
                .containsExactly("Kafka's clients have no setting kafka.secruity.protocol: did you mean"
                        + " kafka.security.protocol?");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "kafka                                        | kafka",
                "kafka:                                       | kafka:",
                "kafka:0                                      | kafka:0",
                "kafka:99999                                  | kafka:99999",
                "a:9092 b:9092                                | a:9092 b:9092",
                "a:9092,b                                     | a:9092,b",
                "','                                          | ,",
                ":9092                                        | :9092",
                "a:99999999999                                | a:99999999999",
                "https://a/b:9092                             | https://a/b:9092",
                "me:s3cret@a:9092                             | ***@a:9092",
                "Endpoint=sb://a:1;SharedAccessKey=s3cret     | Endpoint=***",
            })
    void whatNamesNoServersIsSaidWithoutSecrets(String value, String shown) {
        assertThatThrownBy(() -> given(value, Map.of()))
                .isInstanceOfSatisfying(
                        ServerNotStartedException.class,
                        e -> assertThat(e.wrongSetting()).isTrue())
                .hasMessage("kafka.bootstrap.servers (KAFKA_BOOTSTRAP_SERVERS) must be HOST:PORT, several of them with"
                        + " commas between, but is \"" + shown + "\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a:9092                    | a:9092",
                "10.0.0.1:1                | 10.0.0.1:1",
                "SASL_SSL://a:9092         | SASL_SSL://a:9092",
                "a.example:9092, b_1:9093  | a.example:9092,b_1:9093",
                "a:9092,                   | a:9092",
                "', a:9092 ,, b:9092 '     | a:9092,b:9092",
                "[::1]:9092                | [::1]:9092",
                "::1:9092                  | ::1:9092",
                "[fe80::1%eth0]:9092       | [fe80::1%eth0]:9092",
            })
    void whatKafkasOwnClientsTakeIsTaken(String value, String servers) throws IOException {
        assertThat(KafkaServers.given(settings(value, Map.of())))
                .map(KafkaServers::names)
                .contains(servers);
    }

    @Test
    void withoutThemThereIsOurOwn() throws IOException {
        assertThat(KafkaServers.given(new Settings(Map.of(), null))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "${darkroom.not.set}"})
    void whatIsSetToNothingMayHideOthersThatAreMeant(String value) {
        assertThatThrownBy(() -> given(value, Map.of()))
                .isInstanceOfSatisfying(
                        ServerNotStartedException.class,
                        e -> assertThat(e.wrongSetting()).isTrue())
                .hasMessage("kafka.bootstrap.servers (KAFKA_BOOTSTRAP_SERVERS) is set to nothing: name the servers, or"
                        + " do not set it");
    }

    @Test
    void whyNoClientCanBeMadeIsSaid() {
        var missing = Map.of(
                "kafka.security.protocol", "SSL",
                "kafka.ssl.truststore.location", "/nowhere/trust.p12",
                "kafka.ssl.truststore.type", "PKCS12");
        assertThatThrownBy(() -> given("127.0.0.1:1", missing)).hasMessageContaining("/nowhere/trust.p12");
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1:1", "nowhere.invalid:9092"})
    void whereNobodyAnswersItIsSaidWhatToDo(String value) {
        assertThatThrownBy(() ->
                        given(value, Map.of("kafka.default.api.timeout.ms", "1000", "kafka.request.timeout.ms", "500")))
                .isInstanceOfSatisfying(
                        ServerNotStartedException.class,
                        e -> assertThat(e.wrongSetting()).isFalse())
                .hasMessageStartingWith("no Kafka answers at " + value)
                .hasMessageEndingWith("This process ends; start it again then");
    }

    @Test
    void whereNobodyAnswersAtOnceItIsSaidForWhomTheStartWaits() throws Exception {
        Settings settings = settings(
                "127.0.0.1:1", Map.of("kafka.default.api.timeout.ms", "5000", "kafka.request.timeout.ms", "500"));
        assertThatThrownBy(() -> ensure(settings, new Topics(1, (short) 1)))
                .hasMessageStartingWith("no Kafka answers at ");
        assertThat(said).containsExactly("still waiting for the Kafka at 127.0.0.1:1");
    }

    @Test
    void whereTopicsAreNotCreatedInTimeAKafkaAnswersAllTheSame() throws Exception {
        try (var kafka = new FakeKafka()) {
            assertThatThrownBy(() -> ensure(
                            settings(kafka.servers(), Map.of()), new Topics(1, (short) 1, Duration.ofSeconds(1))))
                    .hasMessageStartingWith(
                            "the Kafka at " + kafka.servers() + " cannot be used: Kafka lacks the topics darkroom.")
                    .hasMessageContaining(" and has not created them within 1 s");
        }
        assertThat(said).isEmpty();
    }

    @Test
    void aSettingOfTheClientThatIsWrongIsNamed() {
        assertThatThrownBy(() -> given("127.0.0.1:1", Map.of("kafka.security.protocol", "TSL")))
                .isInstanceOfSatisfying(
                        ServerNotStartedException.class,
                        e -> assertThat(e.wrongSetting()).isTrue())
                .hasMessageStartingWith("a setting kafka.* for the Kafka at 127.0.0.1:1 is wrong: ")
                .hasMessageContaining("security.protocol");
    }

    private void given(String servers, Map<String, String> others) throws Exception {
        ensure(settings(servers, others), new Topics(1, (short) 1));
    }

    private void ensure(Settings settings, Topics topics) throws InterruptedException {
        KafkaServers.given(settings).orElseThrow().ensure(topics, false, settings, said::add);
    }

    private static Settings settings(String servers, Map<String, String> others) throws IOException {
        var all = new HashMap<>(others);
        all.put("kafka.bootstrap.servers", servers);
        return new Settings(all, null);
    }
}
