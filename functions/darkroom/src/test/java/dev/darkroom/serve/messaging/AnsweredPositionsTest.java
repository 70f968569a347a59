package dev.darkroom.serve.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.serve.messaging.AnsweredPositions.Position;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnsweredPositionsTest {
    @TempDir
    Path directory;

    private Path file;

    @BeforeEach
    void nameFile() {
        file = directory.resolve("answered");
    }

    @Test
    void theNextProcessKnowsThem() throws IOException {
        AnsweredPositions.in(file).add(new Position(1, 7, 1000));

        AnsweredPositions next = AnsweredPositions.in(file);

        assertThat(next.contains(new Position(1, 7, 1000))).isTrue();
        assertThat(next.contains(new Position(2, 7, 1000))).isFalse();
        assertThat(next.contains(new Position(1, 8, 1000))).isFalse();
    }

    /** Its topic was lost, and begins at 0 again. */
    @Test
    void anotherRecordAtTheSameOffsetIsNotAnswered() throws IOException {
        AnsweredPositions answered = AnsweredPositions.in(file);
        answered.add(new Position(0, 3, 1000));

        assertThat(answered.contains(new Position(0, 3, 2000))).isFalse();
    }

    @Test
    void theFileKeepsTheNewestOnly() throws IOException {
        AnsweredPositions answered = AnsweredPositions.in(file, 10);
        for (int offset = 0; offset < 25; offset++) {
            answered.add(new Position(0, offset, 1000));
            answered.add(new Position(0, offset, 1000));
        }

        assertThat(Files.readAllLines(file)).hasSize(15).first().isEqualTo("0 10 1000");
        AnsweredPositions next = AnsweredPositions.in(file, 10);
        assertThat(next.contains(new Position(0, 9, 1000))).isFalse();
        assertThat(next.contains(new Position(0, 10, 1000))).isTrue();
        assertThat(next.contains(new Position(0, 24, 1000))).isTrue();
    }

    @Test
    void aLineThatAPowerCutHasTornIsNone() throws IOException {
        Files.writeString(file, "0 1 1000\n0 2 10");

        AnsweredPositions answered = AnsweredPositions.in(file);

        assertThat(answered.contains(new Position(0, 1, 1000))).isTrue();
        assertThat(answered.contains(new Position(0, 2, 1000))).isFalse();
    }
}
