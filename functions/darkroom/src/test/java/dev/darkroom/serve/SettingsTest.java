package dev.darkroom.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.fetch.OriginsConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
        assertThat(new Settings(Map.of("DARKROOM_TARGETS_X_CLOUD", "x"), null).names("darkroom.targets"))
                .isTrue();
        assertThat(new Settings(Map.of("DARKROOM_TARGETS_X_TYP", "x"), null).names("darkroom.targets"))
                .as("what sets nothing takes the usual target from nobody")
                .isFalse();
    }

    /** Else somebody believes that verification is on. */
    @Test
    void aNameThatNobodyReadsIsRefused() throws IOException {
        Path file = Files.writeString(directory.resolve("settings"), "verify=require\n");

        assertThatThrownBy(() -> new Settings(Map.of(), file))
                .hasMessageContaining("--config " + file + ": \"verify\" is not a setting");
        assertThatThrownBy(() -> new Settings(Map.of("verify", "require"), null))
                .hasMessageContaining("-D \"verify\" is not a setting");
        Path framework = Files.writeString(directory.resolve("framework"), "%prod.quarkus.log.level=INFO\nkafka.x=y\n");
        assertThatCode(() -> new Settings(Map.of(), framework)).doesNotThrowAnyException();
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
