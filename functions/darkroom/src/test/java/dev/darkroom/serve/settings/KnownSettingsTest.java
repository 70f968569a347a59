package dev.darkroom.serve.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.WithDefault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KnownSettingsTest {
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{(darkroom\\.[^:}]+):([^}]*)}");

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

    /** The modules' properties size their pools by settings; the defaults of those do not reach them. */
    @Test
    void whatRefersToASettingHasTheSameDefault() throws IOException {
        var references = new ArrayList<MatchResult>();
        try (var modules = Files.newDirectoryStream(Path.of(".."))) {
            for (Path module : modules) {
                Path file = module.resolve("src/main/resources/META-INF/microprofile-config.properties");
                if (Files.exists(file)) {
                    REFERENCE.matcher(Files.readString(file)).results().forEach(references::add);
                }
            }
        }

        assertThat(references)
                .isNotEmpty()
                .allSatisfy(reference -> assertThat(
                                KnownSettings.all().get(reference.group(1)).getAnnotation(WithDefault.class))
                        .as(reference.group())
                        .returns(reference.group(2), WithDefault::value));
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
