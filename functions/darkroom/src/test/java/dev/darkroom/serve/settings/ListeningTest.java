package dev.darkroom.serve.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where others can ask, something must say who may, however the address is given. */
class ListeningTest {
    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "darkroom.http.host=0.0.0.0",
                "%prod.darkroom.http.host=0.0.0.0",
                "quarkus.http.host=0.0.0.0",
                "%prod.quarkus.http.host=0.0.0.0",
                "quarkus.profile=own\n%own.quarkus.http.host=0.0.0.0",
            })
    void anAddressOfAllIsNotListenedAtWithoutTokens(String settings) throws IOException {
        Path file = Files.writeString(directory.resolve("settings"), settings + "\n");

        assertThatThrownBy(() -> Listening.of(new Settings(Map.of(), file), false))
                .isInstanceOf(ServerNotStartedException.class)
                .hasMessageStartingWith("darkroom.http.host is 0.0.0.0, where others can ask");
        assertThat(Listening.of(new Settings(Map.of(), file), true).address().isLoopbackAddress())
                .isTrue();
    }

    @Test
    void aTokenFileThatIsSetToNothingIsNotTakenForNone() {
        assertThatThrownBy(() -> Listening.of(new Settings(Map.of("darkroom.http.tokens", ""), null), false))
                .isInstanceOf(ServerNotStartedException.class)
                .hasMessageStartingWith("darkroom.http.tokens is set to nothing");
    }

    @Test
    void anotherProfileChangesNothing() throws IOException {
        var settings = new Settings(Map.of("%dev.quarkus.http.host", "0.0.0.0"), null);

        assertThat(Listening.of(settings, false).address().isLoopbackAddress()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "QUARKUS_TLS_KEY_STORE_PEM_0_CERT, QUARKUS_TLS_KEY_STORE_PEM__0__CERT",
        "QUARKUS_TLS_WEB_KEY_STORE_PEM_12_KEY, QUARKUS_TLS_WEB_KEY_STORE_PEM__12__KEY",
    })
    void aVariableOfACertificateThatIsNotReadIsNamedAsItWouldBe(String variable, String right) throws IOException {
        var wrong = new Settings(Map.of(), null, Map.of(variable, "/x"));

        assertThatThrownBy(() -> Listening.of(wrong, false))
                .isInstanceOf(ServerNotStartedException.class)
                .hasMessageStartingWith(
                        "the variable " + variable + " is not read: name the certificate " + right + ", ");
        assertThat(Listening.of(new Settings(Map.of(), null, Map.of(right, "/x")), false))
                .isNotNull();
    }

    /** What is set elsewhere shows that the number is a name. */
    @Test
    void aVariableOfACertificateThatIsNamedElsewhereIsRead() throws IOException {
        var given = Map.of("quarkus.tls.key-store.pem.0.key", "/k");
        var settings = new Settings(given, null, Map.of("QUARKUS_TLS_KEY_STORE_PEM_0_CERT", "/c"));

        assertThat(Listening.of(settings, false).encrypted()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "quarkus.tls.key-store.pem.0.cert, quarkus.tls.reload-period",
        "quarkus.http.ssl.certificate.files, quarkus.http.ssl.certificate.reload-period",
        "quarkus.http.tls-configuration-name, quarkus.tls.web.reload-period",
    })
    void aCertificateIsReadAgainEveryHourOrAsTheUserSays(String setting, String period) throws IOException {
        assertThat(Listening.of(new Settings(Map.of(setting, "web"), null), false)
                        .settings(1))
                .containsEntry(period, "1h");
        assertThat(Listening.of(new Settings(Map.of(setting, "web", period, "5m"), null), false)
                        .settings(1))
                .doesNotContainKey(period);
        assertThat(Listening.of(new Settings(Map.of(setting, "web"), null), true)
                        .settings(1))
                .doesNotContainKey(period);
    }
}
