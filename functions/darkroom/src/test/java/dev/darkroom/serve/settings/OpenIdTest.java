package dev.darkroom.serve.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which settings have an OpenID provider say who may ask. */
class OpenIdTest {
    private static final Map<String, String> GOOD =
            Map.of("quarkus.oidc.auth-server-url", "https://id.example.org", "quarkus.oidc.token.audience", "darkroom");

    @Test
    void withoutAnyNobodyDoes() throws IOException {
        assertThat(provider(Map.of())).isFalse();
        assertThat(OpenId.settings(false)).containsEntry("quarkus.oidc.tenant-enabled", "false");
    }

    @Test
    void aProviderWhoseTokensAreForUsDoes() throws IOException {
        assertThat(provider(GOOD)).isTrue();
        assertThat(provider(with("quarkus.oidc.roles.role-claim-path", "groups")))
                .isTrue();
        assertThat(OpenId.settings(true))
                .containsEntry("quarkus.oidc.tenant-enabled", "true")
                .containsEntry("quarkus.oidc.token.allow-opaque-token-introspection", "false")
                .containsEntry("quarkus.oidc.token.allow-jwt-introspection", "false");
    }

    @Test
    void aProviderThatMayHaveMadeItsTokensForOthersDoesNot() {
        assertThatThrownBy(() -> provider(Map.of("quarkus.oidc.auth-server-url", "https://id.example.org")))
                .isInstanceOf(ServerNotStartedException.class)
                .hasMessageStartingWith("quarkus.oidc.auth-server-url is set, but quarkus.oidc.token.audience is not");
    }

    @Test
    void neitherDoesOneForAnAudienceOfCommas() {
        assertThatThrownBy(() -> provider(with("quarkus.oidc.token.audience", " , ")))
                .hasMessageStartingWith("quarkus.oidc.auth-server-url is set, but quarkus.oidc.token.audience is not");
    }

    @ParameterizedTest
    @CsvSource({
        "quarkus.oidc.token.audience, any",
        "quarkus.oidc.token.audience, 'darkroom, any'",
        "quarkus.oidc.token.issuer,   any"
    })
    void neitherDoesOneWhoseTokensAreNotLookedAt(String name, String value) {
        assertThatThrownBy(() -> provider(with(name, value)))
                .isInstanceOf(ServerNotStartedException.class)
                .hasMessageStartingWith(name + " must not be any");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "quarkus.oidc.public-key",
                "quarkus.oidc.provider",
                "quarkus.oidc.introspection-path",
                "quarkus.oidc.certificate-chain.trust-store-file",
                "quarkus.oidc.token.allow-opaque-token-introspection",
                "quarkus.oidc.token.require-jwt-introspection-only",
                "quarkus.oidc.token.verify-access-token-with-user-info",
                "quarkus.oidc.tenant-enabled",
                "quarkus.oidc.application-type",
                "quarkus.oidc.resolve-tenants-with-issuer",
                "quarkus.oidc.other.auth-server-url",
                "quarkus.oidc.\"other\".public-key",
                "quarkus.oidc.tls.auth-server-url",
                "%prod.quarkus.oidc.public-key",
                "QUARKUS_OIDC_PUBLIC_KEY",
            })
    void anotherWayIsNotTakenForNone(String name) {
        for (Map<String, String> settings : java.util.List.of(Map.of(name, "x"), with(name, "x"))) {
            assertThatThrownBy(() -> provider(settings))
                    .isInstanceOf(ServerNotStartedException.class)
                    .hasMessageStartingWith(name.replace("%prod.", "") + " is not supported");
        }
    }

    @Test
    void aProviderThatIsSetToNothingIsNotTakenForNone() {
        assertThatThrownBy(() -> provider(Map.of("quarkus.oidc.auth-server-url", "")))
                .hasMessageStartingWith("quarkus.oidc.auth-server-url is set to nothing");
        assertThatThrownBy(() -> provider(Map.of("quarkus.oidc.token.audience", "darkroom")))
                .hasMessageStartingWith("quarkus.oidc.token.audience is set, but quarkus.oidc.auth-server-url is not");
    }

    private static boolean provider(Map<String, String> settings) throws IOException {
        return OpenId.provider(new Settings(settings, null));
    }

    private static Map<String, String> with(String name, String value) {
        var settings = new HashMap<>(GOOD);
        settings.put(name, value);
        return settings;
    }
}
