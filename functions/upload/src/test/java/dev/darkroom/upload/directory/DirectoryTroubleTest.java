package dev.darkroom.upload.directory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.events.FailureCode;
import dev.darkroom.events.FailureException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileLockInterruptionException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DirectoryTroubleTest {
    private static final Path DIRECTORY = Path.of("/srv/images");

    static Stream<Arguments> troubles() {
        return Stream.of(
                Arguments.of(
                        new AccessDeniedException("/srv/images/x"), FailureCode.TARGET_UNAUTHORIZED, "/srv/images/x"),
                Arguments.of(new IOException("No space left on device"), FailureCode.NO_SPACE, "full"),
                Arguments.of(
                        new FileSystemException("/srv/images/x", null, "Disk quota exceeded"),
                        FailureCode.NO_SPACE,
                        "full"),
                Arguments.of(
                        new FileSystemException("/srv/images/x", null, "Read-only file system"),
                        FailureCode.TARGET_UNAVAILABLE,
                        "Read-only file system (/srv/images/x)"),
                Arguments.of(
                        new FileAlreadyExistsException("/srv"), FailureCode.TARGET_UNKNOWN, "/srv is there and is no"),
                Arguments.of(new NotDirectoryException("/srv"), FailureCode.TARGET_UNKNOWN, "/srv is there and is no"),
                Arguments.of(
                        new FileSystemException("/srv/images/x", null, "Not a directory"),
                        FailureCode.TARGET_UNKNOWN,
                        "a part of /srv/images/x is no directory"),
                Arguments.of(
                        new NoSuchFileException("/srv/images"),
                        FailureCode.TARGET_UNAVAILABLE,
                        "cannot be used: /srv/images does not exist;"),
                Arguments.of(
                        new IOException("Input/output error"), FailureCode.TARGET_UNAVAILABLE, "Input/output error"));
    }

    @ParameterizedTest
    @MethodSource("troubles")
    void whatIsWrongHasACodeAndNamesTheDirectory(IOException trouble, FailureCode code, String words) {
        assertThat(DirectoryTrouble.of(DIRECTORY, trouble))
                .isInstanceOfSatisfying(
                        FailureException.class,
                        failure -> assertThat(failure.code()).isEqualTo(code))
                .hasMessageContaining("/srv/images")
                .hasMessageContaining(words)
                .hasCause(trouble);
    }

    @Test
    void aStoppingProcessIsNoTroubleOfTheDirectory() {
        assertThat(DirectoryTrouble.of(DIRECTORY, new ClosedByInterruptException()))
                .isInstanceOf(UncheckedIOException.class);
        assertThat(DirectoryTrouble.of(DIRECTORY, new FileLockInterruptionException()))
                .isInstanceOf(UncheckedIOException.class);
    }
}
