package dev.darkroom.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnknownVariablesTest {
    private static final String SECRET = "darkroom.origins.credentials.a.secret-env";

    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final GlobalOptions options = new GlobalOptions();

    @Test
    void oneThatNobodyReadsIsNamed() {
        say();

        assertThat(err.toString(StandardCharsets.UTF_8)).contains("DARKROOM_FOO is not used");
    }

    @ParameterizedTest
    @ValueSource(strings = {"${" + SECRET + "}", "${}", "${DARKROOM_FOO}${"})
    void settingsThatCannotBeReadAreSaidByWhomeverTheyMatterTo(String value) {
        options.settings().put(SECRET, value);

        say();

        assertThat(err.size()).isZero();
    }

    @Test
    void aDefectOfOursIsNotTakenForAWrongSetting() {
        options.settings().put("kafka.x", null);

        assertThatThrownBy(this::say).isInstanceOf(NullPointerException.class);
    }

    private void say() {
        var console = new Console(
                DataStream.to(OutputStream.nullOutputStream()),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                Map.of("DARKROOM_FOO", "x"));
        var session = new Session(console, options);
        new UnknownVariables(session).say(Commands.of(session, options));
    }
}
