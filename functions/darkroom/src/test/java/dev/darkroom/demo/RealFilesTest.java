package dev.darkroom.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RealFilesTest {
    @TempDir
    Path directory;

    @Test
    void noTwoImagesGetTheSameFiles() throws IOException {
        Path first = Files.createDirectory(directory.resolve("first"));
        Path second = Files.createDirectory(directory.resolve("second"));

        assertThat(RealFiles.copy(first, 0, 2, 100_000)).isGreaterThanOrEqualTo(100_000);
        assertThat(RealFiles.copy(second, 1, 2, 100_000)).isGreaterThanOrEqualTo(100_000);

        assertThat(files(first)).isNotEmpty().doesNotContainAnyElementsOf(files(second));
    }

    private static Set<Path> files(Path tree) throws IOException {
        try (var all = Files.walk(tree)) {
            return all.filter(Files::isRegularFile).map(tree::relativize).collect(Collectors.toSet());
        }
    }
}
