package dev.darkroom.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnknownVariablesTest {
    private static final String SECRET = "darkroom.origins.credentials.a.secret-env";

    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Map<String, String> environment = new HashMap<>();
    private final GlobalOptions options = new GlobalOptions();

    @ParameterizedTest
    @CsvSource({
        "DARKROOM_VERIFIY,           ': did you mean DARKROOM_VERIFY?'",
        "DARKROOM_TARGETS_X_CLUOD,   ': did you mean DARKROOM_TARGETS_X_CLOUD?'",
        "DARKROOM_REGISTY,           ': did you mean DARKROOM_REGISTRY?'",
        "DARKROOM_TARGETS_X_TYP,     ''",
        "DARKROOM_SOMETHING_ELSE,    ''",
        "DARKROOM_FOO,               ''",
        "DARKROOM_TARGETS_MY_CLOUD_DIRECTORY, ': did you mean DARKROOM_TARGETS__MY_CLOUD__DIRECTORY?'",
    })
    void aVariableThatNobodyReadsIsNamedAndWhatWasMeant(String name, String meant) {
        environment.put(name, "x");

        say();

        assertThat(err.toString(StandardCharsets.UTF_8))
                .isEqualTo("darkroom: the environment variable " + name + " is not used, there is no such setting"
                        + meant + "\n");
    }

    @Test
    void variablesThatAreReadOrThatKubernetesSetsAreNotNamed() {
        environment.putAll(Map.of(
                "DARKROOM_TARGETS_X_DISK_FORMAT", "raw",
                "DARKROOM_ORIGINS_ALLOW_0_", "a.example",
                "DARKROOM_SECRET_OF_A", "s3cret",
                "DARKROOM_HOST_OF_A", "a.example",
                "DARKROOM_FETCH_MAX_DOWNLOAD", "1G",
                "DARKROOM_VERIFY", "require",
                "DARKROOM_TOKEN", "abc",
                "DARKROOM_JAVA_OPTS", "-Xmx1g"));
        environment.putAll(Map.of(
                "DARKROOM_SERVICE_HOST", "10.0.0.1",
                "DARKROOM_SERVICE_PORT", "8080",
                "DARKROOM_SERVICE_PORT_HTTP", "8080",
                "DARKROOM_PORT", "tcp://10.0.0.1:8080",
                "DARKROOM_PORT_8080_TCP", "tcp://10.0.0.1:8080",
                "DARKROOM_PORT_8080_TCP_ADDR", "10.0.0.1",
                "DARKROOM_KAFKA_PORT", "tcp://10.0.0.2:9092",
                "DARKROOM_KAFKA_PORT_9092_TCP_PROTO", "tcp"));
        options.settings().put(SECRET, "DARKROOM_SECRET_OF_A");
        options.settings().put("darkroom.origins.credentials.a.host", "${DARKROOM_HOST_OF_A}");

        say();

        assertThat(err.size()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"${" + SECRET + "}", "${}", "${DARKROOM_FOO}${"})
    void settingsThatCannotBeReadAreSaidByWhomeverTheyMatterTo(String value) {
        environment.put("DARKROOM_FOO", "x");
        options.settings().put(SECRET, value);

        say();

        assertThat(err.size()).isZero();
    }

    @Test
    void aDefectOfOursIsNotTakenForAWrongSetting() {
        environment.put("DARKROOM_FOO", "x");
        options.settings().put("kafka.x", null);

        assertThatThrownBy(this::say).isInstanceOf(NullPointerException.class);
    }

    private void say() {
        var console = new Console(
                DataStream.to(OutputStream.nullOutputStream()),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                environment);
        var session = new Session(console, options);
        new UnknownVariables(session).say(Commands.of(session, options));
    }
}
