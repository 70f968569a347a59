package dev.darkroom.staging.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SmallFileTest {
    @TempDir
    private Path directory;

    @Test
    void aFileOfAsManyBytesAsItMayHaveIsRead() throws IOException {
        Path file = Files.write(directory.resolve("file"), new byte[] {1, 2, 3});

        assertThat(SmallFile.read(file, 3))
                .hasValueSatisfying(bytes -> assertThat(bytes).containsExactly(1, 2, 3));
    }

    @Test
    void ofALargerFileNothingIsTaken() throws IOException {
        Path file = Files.write(directory.resolve("file"), new byte[] {1, 2, 3});

        assertThat(SmallFile.read(file, 2)).isEmpty();
    }

    @Test
    void aFileThatIsNotThereIsNoSmallOne() {
        assertThatThrownBy(() -> SmallFile.read(directory.resolve("none"), 3)).isInstanceOf(NoSuchFileException.class);
    }
}
