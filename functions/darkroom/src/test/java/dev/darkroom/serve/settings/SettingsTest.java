package dev.darkroom.serve.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.fetch.policy.OriginsConfig;
import dev.darkroom.upload.TargetsConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
    @TempDir
    Path directory;

    @Test
    void targetsMayComeFromAnywhere() throws IOException {
        Path file = Files.writeString(directory.resolve("settings"), "darkroom.targets.a.cloud=a\n");

        assertThat(new Settings(Map.of(), file).names("darkroom.targets")).isTrue();
        assertThat(new Settings(Map.of("darkroom.targets.\"a.b\".cloud", "x"), null).names("darkroom.targets"))
                .isTrue();
        assertThat(new Settings(Map.of("darkroom.target", "x"), null).names("darkroom.targets"))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "DARKROOM_TARGETS_X_CLOUD, true",
        "DARKROOM_TARGETS_X_DISK_FORMAT, true",
        "DARKROOM_TARGETS__MY_CLOUD__CLOUD, true",
        "darkroom.targets.my-cloud.cloud, true",
        "DARKROOM_TARGETS_MY_CLOUD_CLOUD, false",
        "DARKROOM_TARGETS_X_TYP, false",
        "DARKROOM_TARGETS_SERVICE_HOST, false",
        "DARKROOM_TARGETS_PORT, false",
    })
    void aVariableThatSetsNothingNamesNoTarget(String name, boolean sets) throws IOException {
        Settings settings = new Settings(Map.of(), null, Map.of(name, "x"));

        assertThat(settings.group(TargetsConfig.class).targets().isEmpty()).isEqualTo(!sets);
        assertThat(settings.names("darkroom.targets")).isEqualTo(sets);
    }

    /** Quarkus would read a file that nobody has judged, of the directory in which somebody is, perhaps. */
    @ParameterizedTest
    @ValueSource(strings = {"SMALLRYE_CONFIG_LOCATIONS", "QUARKUS_CONFIG_LOCATIONS"})
    void noOtherFileIsNamedByAVariable(String variable) {
        assertThatThrownBy(() -> new Settings(Map.of(), null, Map.of(variable, "x.properties")))
                .isInstanceOf(ServerNotStartedException.class)
                .hasMessageContaining("the variable " + variable + " is not read: name the file by --config");
    }

    @Test
    void whatIsSetElsewhereShowsWhereANameInAVariableEnds() throws IOException {
        String variable = "DARKROOM_TARGETS_MY_CLOUD_DIRECTORY";
        for (var sets :
                Map.of("my-cloud", true, "\"my-cloud\"", false, "my", false).entrySet()) {
            var given = Map.of("darkroom.targets." + sets.getKey() + ".disk-format", "raw");
            Settings settings = new Settings(given, null, Map.of(variable, "/x"));

            assertThat(settings.group(TargetsConfig.class).targets().values())
                    .singleElement()
                    .matches(target -> target.directory().isPresent() == sets.getValue(), sets.getKey());
            assertThat(settings.reads(variable)).as(sets.getKey()).isEqualTo(sets.getValue());
        }
    }

    @Test
    void aVariableInAValueIsRead() throws IOException {
        Path file =
                Files.writeString(directory.resolve("settings"), "kafka.a=${DARKROOM_A}\nkafka.b=${c:${darkroom.b}}\n");
        Settings settings = new Settings(Map.of("kafka.d", "x${DARKROOM_D:y}"), file, Map.of());

        assertThat(List.of("DARKROOM_A", "DARKROOM_B", "DARKROOM_D")).allMatch(settings::reads);
        assertThat(settings.reads("DARKROOM_C")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "${kafka.x}, kafka.x cannot be read: kafka.x stands for itself",
        "${},        kafka.x cannot be read: ",
    })
    void aValueThatStandsForNothingIsSaidInASentence(String value, String words) throws IOException {
        Settings settings = new Settings(Map.of("kafka.x", value), null, Map.of());

        assertThatThrownBy(() -> settings.value("kafka.x"))
                .isInstanceOfSatisfying(
                        ServerNotStartedException.class,
                        e -> assertThat(e.wrongSetting()).isTrue())
                .hasMessageStartingWith(words);
    }

    @Test
    void whatIsGivenWins() throws IOException {
        Path file = Files.writeString(directory.resolve("settings"), "darkroom.origins.allow=a,b\n");

        assertThat(new Settings(Map.of(), file).group(OriginsConfig.class).allow())
                .contains(List.of("a", "b"));
        assertThat(new Settings(Map.of("darkroom.origins.allow", "c"), file)
                        .group(OriginsConfig.class)
                        .allow())
                .contains(List.of("c"));
    }
}
