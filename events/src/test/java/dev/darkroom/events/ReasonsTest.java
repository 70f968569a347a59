package dev.darkroom.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.MalformedInputException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ReasonsTest {
    static Stream<Arguments> failures() {
        IOException denied = new AccessDeniedException("/a/b");
        Throwable unresolved = new ConnectException().initCause(new UnresolvedAddressException());
        return Stream.of(
                arguments(new NoSuchFileException("/a/b"), "/a/b does not exist"),
                arguments(denied, "access to /a/b is denied"),
                arguments(new NotDirectoryException("/a/b"), "/a/b is no directory"),
                arguments(new FileAlreadyExistsException("/a/b"), "/a/b is there already"),
                arguments(new FileSystemException("/a/b", null, "Read-only file system"), "Read-only file system"),
                arguments(new MalformedInputException(1), "it is not text in UTF-8"),
                arguments(new UnknownHostException("nowhere.invalid"), "its name cannot be resolved"),
                arguments(unresolved, "its name cannot be resolved"),
                arguments(new ConnectException(), "the connection was refused"),
                arguments(new ConnectException("Network is unreachable"), "Network is unreachable"),
                arguments(new ClosedChannelException(), "it was closed meanwhile"),
                arguments(new UncheckedIOException(denied), "access to /a/b is denied"),
                arguments(
                        new UncheckedIOException("b of a is lost", denied), "b of a is lost: access to /a/b is denied"),
                arguments(new IOException("in its own words"), "in its own words"),
                arguments(new EOFException(), "no reason is given"),
                arguments(new NoClassDefFoundError(), "NoClassDefFoundError"),
                arguments(new NullPointerException(), "no reason is given"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void whyIsSaidInWords(Throwable failure, String words) {
        assertThat(Reasons.of(failure)).isEqualTo(words);
    }
}
