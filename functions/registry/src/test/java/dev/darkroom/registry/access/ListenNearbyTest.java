package dev.darkroom.registry.access;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.vertx.core.http.HttpServerOptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ListenNearbyTest {
    private final ListenNearby open = new ListenNearby(new Access(true, false, Tokens.none()));

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::", "192.0.2.1", "::ffff:192.0.2.1", "darkroom.example"})
    void whereEverybodyMayDoAllNobodyElseIsListenedTo(String host) {
        var options = new HttpServerOptions().setHost(host);

        assertThatThrownBy(() -> open.customizeHttpServer(options))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("HTTP is to listen on " + host, "darkroom.http.tokens");
        assertThatThrownBy(() -> open.customizeHttpsServer(options)).isInstanceOf(ConfigurationException.class);
        assertThatCode(() -> new ListenNearby(new Access(false, true, Tokens.none())).customizeHttpServer(options))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1", "localhost"})
    void thisMachineIs(String host) {
        var options = new HttpServerOptions().setHost(host);

        assertThatCode(() -> {
                    open.customizeHttpServer(options);
                    open.customizeHttpsServer(options);
                })
                .doesNotThrowAnyException();
    }
}
