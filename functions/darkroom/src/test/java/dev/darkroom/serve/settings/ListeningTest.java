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
    @ValueSource(
            strings = {
                "QUARKUS_TLS_KEY_STORE_PEM_0_CERT",
                "QUARKUS_HTTP_SSL_CERTIFICATE_FILES",
                "quarkus.http.ssl.certificate.key-store-file",
                "quarkus.http.tls-configuration-name",
            })
    void whatNamesACertificateThatIsNotUsedIsRefused(String name) throws IOException {
        var given = name.startsWith("quarkus") ? Map.of(name, "/x") : Map.<String, String>of();
        var wrong = new Settings(given, null, given.isEmpty() ? Map.of(name, "/x") : Map.of());

        assertThatThrownBy(() -> Listening.of(wrong, false))
                .isInstanceOf(ServerNotStartedException.class)
                .hasMessageStartingWith(name + " gives HTTP no certificate: set quarkus.tls.key-store.pem.0.cert");
    }

    @ParameterizedTest
    @ValueSource(strings = {"QUARKUS_TLS_KEY_STORE_PEM__0__CERT", "QUARKUS_TLS_KEY_STORE_P12_PATH"})
    void aKeyStoreEncryptsExceptForTheCommandThatIsAskedAlone(String name) throws IOException {
        var settings = new Settings(Map.of(), null, Map.of(name, "/x"));

        assertThat(Listening.of(settings, false).encrypted()).isTrue();
        assertThat(Listening.of(settings, true).encrypted()).isFalse();
        assertThat(Listening.of(new Settings(Map.of("quarkus.tls.trust-all", "true"), null), false)
                        .encrypted())
                .isFalse();
    }
}
