package dev.darkroom.serve.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KafkaServersTest {
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
        assertThatThrownBy(() -> given(value))
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
        assertThat(KafkaServers.given(settings(value))).map(KafkaServers::names).contains(servers);
    }

    @Test
    void withoutThemThereIsOurOwn() throws IOException {
        assertThat(KafkaServers.given(new Settings(Map.of(), null))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "${darkroom.not.set}"})
    void whatIsSetToNothingMayHideOthersThatAreMeant(String value) {
        assertThatThrownBy(() -> given(value))
                .isInstanceOfSatisfying(
                        ServerNotStartedException.class,
                        e -> assertThat(e.wrongSetting()).isTrue())
                .hasMessage("kafka.bootstrap.servers (KAFKA_BOOTSTRAP_SERVERS) is set to nothing: name the servers, or"
                        + " do not set it");
    }

    private static void given(String servers) throws IOException {
        KafkaServers.given(settings(servers));
    }

    private static Settings settings(String servers) throws IOException {
        return new Settings(Map.of("kafka.bootstrap.servers", servers), null);
    }
}
