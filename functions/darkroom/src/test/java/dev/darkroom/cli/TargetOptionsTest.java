package dev.darkroom.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class TargetOptionsTest {
    @Test
    void aTildeBehindAKindMeansHome() {
        var home = Path.of(System.getProperty("user.home"));
        var converter = new TargetOptions.Converter();
        assertThat(converter.convert("dir:~/images"))
                .isEqualTo(new TargetOptions.Place.Directory(home.resolve("images")));
        assertThat(converter.convert("dir:~")).isEqualTo(new TargetOptions.Place.Directory(home));
        assertThat(converter.convert("dir:/a/~/b")).isEqualTo(new TargetOptions.Place.Directory(Path.of("/a/~/b")));
    }
}
