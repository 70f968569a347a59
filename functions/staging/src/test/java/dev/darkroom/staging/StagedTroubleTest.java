package dev.darkroom.staging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.events.FailureCode;
import dev.darkroom.events.FailureException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class StagedTroubleTest {
    static Stream<IOException> whatSpeaksAgainstThem() {
        return Stream.of(
                new IOException("Input/output error"),
                new FileSystemException("a.raw", null, "Input/output error"),
                new FileSystemException("a.raw"));
    }

    @ParameterizedTest
    @MethodSource("whatSpeaksAgainstThem")
    void bytesThatCannotBeReadAreFetchedAgain(IOException trouble) {
        assertThat(StagedTrouble.unreadable(trouble))
                .isInstanceOfSatisfying(
                        FailureException.class,
                        failure -> assertThat(failure.code()).isEqualTo(FailureCode.STAGED_BYTES_MISSING))
                .hasCause(trouble);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Too many open files", "Too many open files in system"})
    void tooManyOpenFilesSayNothingOfThem(String reason) {
        var trouble = new FileSystemException("a.raw", null, reason);

        assertThat(StagedTrouble.unreadable(trouble))
                .isInstanceOf(UncheckedIOException.class)
                .hasCause(trouble);
    }
}
