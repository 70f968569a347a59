package dev.darkroom.serve.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingMistakesTest {
    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "darkroom.fetch.deadline=5x           | darkroom.fetch.deadline must be a time such as 30s, 10m or 6h, longer"
                        + " than 0 and up to 36500 days but is \"5x\"",
                "darkroom.verify=requre               | darkroom.verify must be one of none, checksum, require but is"
                        + " \"requre\"",
                "darkroom.fetch.concurency=8          | darkroom.fetch.concurency is not a setting of Darkroom but is set to"
                        + " \"8\": did you mean darkroom.fetch.concurrency?",
                "%prod.darkroom.fetch.concurency=8    | %prod.darkroom.fetch.concurency is not a setting of Darkroom but is"
                        + " set to \"8\": did you mean darkroom.fetch.concurrency?",
                "darkroom.targets.a.clod=a            | darkroom.targets.a.clod is not a setting of Darkroom but is set to"
                        + " \"a\": did you mean darkroom.targets.a.cloud?",
                "darkroom.nothing.like.it=https://me:s3cret@a | darkroom.nothing.like.it is not a setting of Darkroom but is"
                        + " set to \"https://a\"",
                "darkroom.origins.credentials.a.secret=s3cret | darkroom.origins.credentials.a.secret is not a setting of"
                        + " Darkroom",
                "darkroom.data=/srv                   | darkroom.data is said by --data DIR, or by the variable"
                        + " DARKROOM_DATA",
                "verify=s3cret                        | \"verify\" is not a setting: names begin with darkroom. (or quarkus.,"
                        + " kafka. or another part of the framework)",
                "darkroom.origins.hosts=a:b           | darkroom.origins.hosts must list hosts",
                "darkroom.origins.credentials.a.path=/| darkroom.origins.credentials.a must have"
                        + " darkroom.origins.credentials.a.host",
                "darkroom.origins.ports[0]=x          | darkroom.origins.ports[0] cannot be \"x\": ",
                "darkroom.http.host=                  | darkroom.http.host is set to nothing: give it a value, or do not set it",
                "darkroom.targets.a.disk-format=raw   | darkroom.targets.a must have exactly one of",
                "kafka.bootstrap.servers=${kafka.bootstrap.servers} | kafka.bootstrap.servers cannot be read:",
                "darkroom.fetch.deadline=${darkroom.fetch.deadline} | darkroom.fetch.deadline must be a time such as",
                "darkroom.http.host=${darkroom.http.host} | darkroom.http.host stands for itself",
                "darkroom.http.host=${nix}            | darkroom.http.host stands for nix, which is not set",
                "kafka.bootstrap.servers=nix          | kafka.bootstrap.servers (KAFKA_BOOTSTRAP_SERVERS) must be HOST:PORT",
                "darkroom.http.tokens=/nix/nix        | darkroom.http.tokens is /nix/nix, which cannot be read",
            })
    void whatIsWrongInAFileIsSaidWithItsLine(String line, String sentence) throws IOException {
        Path file = Files.writeString(directory.resolve("settings"), "# ours\n\n" + line.strip() + "\n");

        String message = refused(new Settings(Map.of(), file, Map.of()));

        assertThat(message).startsWith(file + ":3: " + sentence).hasLineCount(1).doesNotContain("s3cret");
    }

    @Test
    void allMistakesAreSaidAtOnce() throws IOException {
        Path file = Files.writeString(directory.resolve("settings"), """
                darkroom.fetch.atempts=3
                darkroom.fetch.deadline=5x
                darkroom.fetch.concurency=8
                darkroom.targets.a.cloud=a
                darkroom.targets.a.directory=/a
                darkroom.targets.ab.disk-format=raw
                darkroom.origins.allow=a:b
                """);
        var settings = new Settings(
                Map.of("darkroom.http.rate", "0"), file, Map.of("DARKROOM_UPLOAD_PROBE", "0", "DARKROOM_NOTHING", "0"));

        assertThat(refused(settings).lines().map(line -> line.replaceFirst("( must| is not).*", "")))
                .containsExactly(
                        "wrong settings:",
                        file + ":1: darkroom.fetch.atempts",
                        file + ":3: darkroom.fetch.concurency",
                        file + ":2: darkroom.fetch.deadline",
                        "-D darkroom.http.rate",
                        "DARKROOM_UPLOAD_PROBE: darkroom.upload.probe",
                        file + ":4: darkroom.targets.a",
                        file + ":6: darkroom.targets.ab",
                        file + ":7: darkroom.origins.allow");
    }

    @Test
    void whatIsRightIsTaken() throws IOException {
        Path file = Files.writeString(directory.resolve("settings"), """
                %prod.quarkus.log.level=INFO
                kafka.x=y
                darkroom.verify=checksum
                darkroom.origins.ports[0]=443
                darkroom.targets."a.b".cloud=a
                %dev.darkroom.fetch.attempts=3
                """);

        assertThatCode(() -> SettingMistakes.refuse(new Settings(Map.of(), file, Map.of())))
                .doesNotThrowAnyException();
    }

    private static String refused(Settings settings) {
        var refused = catchThrowableOfType(
                ServerNotStartedException.class,
                () -> SettingMistakes.refuse(
                        settings, () -> Listening.of(settings, false), () -> KafkaServers.given(settings)));
        assertThat(refused.wrongSetting()).isTrue();
        return refused.getMessage();
    }
}
