package dev.darkroom.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.cli.TargetOptions.Place;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class EnvironmentDefaultsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "cloud:a                       | cloud:a",
                "cloud:a,dir:/b                | cloud:a dir:/b",
                "'cloud:a , dir:/b'            | cloud:a dir:/b",
                "dir:/a\\,b,cloud:c            | dir:/a,b cloud:c",
            })
    void aVariableNamesSeveralTargets(String value, String places) {
        assertThat(targets(value).places()).map(Place::toString).containsExactly(places.split(" "));
    }

    @Test
    void anArgumentIsOneTargetWhateverIsInIt() {
        assertThat(targets("cloud:a,cloud:b", "--to", "dir:/a,b", "--to", "cloud:c")
                        .places())
                .containsExactly(new Place.Directory(Path.of("/a,b")), new Place.Cloud("c"));
    }

    private static TargetOptions targets(String variable, String... arguments) {
        var targets = new TargetOptions();
        new CommandLine(targets)
                .setDefaultValueProvider(new EnvironmentDefaults(Map.of("DARKROOM_TO", variable)))
                .parseArgs(arguments);
        return targets;
    }
}
