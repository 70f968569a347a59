package dev.darkroom.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UnusedProxiesTest {
    @Test
    void aProxyThatIsNotUsedIsNamedWithoutItsPassword() {
        assertThat(said(Map.of(
                        "https_proxy",
                        "http://me:s3cret@proxy:3128",
                        "HTTP_PROXY",
                        "",
                        "no_proxy",
                        "localhost",
                        "ALL_PROXY",
                        "x")))
                .isEqualTo("darkroom: ALL_PROXY, https_proxy are set, but Darkroom uses no proxy: it connects to"
                        + " origins and clouds by itself\n");
    }

    @Test
    void whereNoneIsSetNothingIsSaid() {
        assertThat(said(Map.of("no_proxy", "localhost", "HTTP_PROXY", ""))).isEmpty();
    }

    private static String said(Map<String, String> environment) {
        var err = new ByteArrayOutputStream();
        UnusedProxies.say(new Console(
                DataStream.to(OutputStream.nullOutputStream()),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                environment));
        return err.toString(StandardCharsets.UTF_8);
    }
}
