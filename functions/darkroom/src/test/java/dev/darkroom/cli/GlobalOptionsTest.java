package dev.darkroom.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.TypeConversionException;

class GlobalOptionsTest {
    @Command(name = "root")
    private static final class Root {
        @Mixin
        private final GlobalOptions options = new GlobalOptions();
    }

    @Command(name = "sub")
    private static final class Sub {}

    @Test
    void settingsBeforeTheCommandAndBehindItAreAllTaken() {
        var root = new Root();

        new CommandLine(root).addSubcommand(new Sub()).parseArgs("-Da=1", "-Db=2", "sub", "-Db=3", "-Dc=4");

        assertThat(root.options.settings())
                .containsEntry("a", "1")
                .containsEntry("b", "3")
                .containsEntry("c", "4")
                .hasSize(3);
    }

    @Test
    void aTokenIsTakenWithoutTheLineEndBehindIt() {
        assertThat(new GlobalOptions()
                        .credentials(Map.of("DARKROOM_TOKEN", "abc-1_2=\n"))
                        .token())
                .isEqualTo("abc-1_2=");
        assertThat(new GlobalOptions()
                        .credentials(Map.of("DARKROOM_TOKEN", " "))
                        .token())
                .isNull();
    }

    @Test
    void theDataDirectoryIsWhereTheDesktopSays() {
        var options = new GlobalOptions();
        assertThat(options.data(Map.of("XDG_DATA_HOME", "/xdg"))).isEqualTo(Path.of("/xdg/darkroom"));
        assertThat(options.data(Map.of())).isEqualTo(Path.of(System.getProperty("user.home"), ".local/share/darkroom"));
    }

    /** Java says {@code ?} of a user without a name, which would be a directory wherever he is. */
    @Test
    void whoHasNoHomeSaysWhereTheDataLie() {
        String home = System.getProperty("user.home");
        System.setProperty("user.home", "?");
        try {
            assertThatExceptionOfType(CommandException.class)
                    .isThrownBy(() -> new GlobalOptions().data(Map.of()))
                    .withMessage("this user has no home directory: say --data (DARKROOM_DATA)")
                    .satisfies(e -> assertThat(e.exitCode()).isEqualTo(2));
            assertThat(new GlobalOptions().data(Map.of("XDG_DATA_HOME", "/xdg")))
                    .hasToString("/xdg/darkroom");
            assertThatExceptionOfType(TypeConversionException.class)
                    .isThrownBy(() -> new TargetOptions.Converter().convert("dir:~/images"))
                    .withMessage("this user has no home directory for the ~ of ~/images");
        } finally {
            System.setProperty("user.home", home);
        }
    }

    @Test
    void whatIsNoTokenIsNotRepeated() {
        assertThatExceptionOfType(CommandException.class)
                .isThrownBy(() -> new GlobalOptions().credentials(Map.of("DARKROOM_TOKEN", "se cret")))
                .withMessageContaining("DARKROOM_TOKEN has a character")
                .withMessageNotContaining("cret");
    }
}
