package dev.darkroom.serve.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KnownSettingsTest {

    /** The README's table is made from the sources, whoever has written a group of settings. */
    @Test
    void theyAreThoseOfTheReadme() throws IOException {
        List<String> documented = Pattern.compile("^\\| `(darkroom\\.[^`]+)` \\| [^|]* \\| ", Pattern.MULTILINE)
                .matcher(Files.readString(Path.of("../../README.md")))
                .results()
                .map((MatchResult row) -> row.group(1).replace("<name>", "*"))
                .filter(name -> !name.endsWith(".v1"))
                .toList();

        assertThat(KnownSettings.all().keySet().stream().filter(name -> !name.endsWith("]")))
                .containsExactlyInAnyOrderElementsOf(documented);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DARKROOM_FETCH_MAX_DOWNLOAD",
                "DARKROOM_VERIFY",
                "DARKROOM_TARGETS_X_DISK_FORMAT",
                "DARKROOM_TARGETS__MY_CLOUD__DISK_FORMAT",
                "DARKROOM_ORIGINS_CREDENTIALS_X_SECRET_ENV",
                "DARKROOM_ORIGINS_PORTS",
                "DARKROOM_ORIGINS_PORTS_0_"
            })
    void variablesOfSettingsAreKnown(String name) {
        assertThat(KnownSettings.isVariable(name, List.of())).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DARKROOM_FETCH",
                "DARKROOM_VERIFIY",
                "DARKROOM_TARGETS__DIRECTORY",
                "DARKROOM_TARGETS_X_TYP",
                "DARKROOM_TARGETS_MY_CLOUD_DISK_FORMAT",
                "DARKROOM_TARGETS__MY_CLOUD_DIRECTORY",
                "DARKROOM_ORIGINS_CREDENTIALS_MY_CLOUD_HOST"
            })
    void othersAreNot(String name) {
        assertThat(KnownSettings.isVariable(name, List.of())).isFalse();
    }

    @Test
    void aNameThatIsLikeOneKeepsWhatPeopleChoose() {
        assertThat(KnownSettings.variablesLike("DARKROOM_TARGETS_MY_CLUOD"))
                .contains("DARKROOM_TARGETS_MY_CLOUD", "DARKROOM_VERIFY");
        assertThat(KnownSettings.variablesLike("DARKROOM_TARGETS_MY_CLOUD_DIRECTORY"))
                .contains("DARKROOM_TARGETS__MY_CLOUD__DIRECTORY")
                .doesNotContain("DARKROOM_TARGETS_MY_CLOUD_DIRECTORY");
    }
}
