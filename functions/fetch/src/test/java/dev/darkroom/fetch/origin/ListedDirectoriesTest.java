package dev.darkroom.fetch.origin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.events.FailureException;
import dev.darkroom.events.SourceUri;
import dev.darkroom.events.testing.OrdinaryProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that this process may not read: who runs the tests may read all of them, so another process is asked. */
class ListedDirectoriesTest {
    @TempDir
    private Path disk;

    /** What is said of the file below the directory, to somebody to whom closed directories are closed. */
    static final class Admit {
        private Admit() {}

        public static void main(String[] directoryAndFile) {
            var source = SourceUri.parse("file://" + directoryAndFile[1]);
            try {
                new ListedDirectories(List.of(Path.of(directoryAndFile[0])))
                        .admit(Origin.Ask.whole(source, "source_url", Deadline.in(Duration.ofMinutes(1), "")));
                System.out.print("admitted");
            } catch (FailureException e) {
                System.out.print(e.code());
            } catch (IOException e) {
                System.out.print("for now: " + Words.of(e));
            }
        }
    }

    /** It may be opened to it, without a word to anybody who would ask again. */
    @Test
    void whatMayNotBeReadIsNotSaidToBeMissing() throws Exception {
        Path directory = Files.createDirectories(disk.resolve("srv/images"));
        Path file = Files.writeString(
                Files.createDirectory(directory.resolve("sub")).resolve("disk.raw"), "x");
        assertThat(admit(directory, file)).isEqualTo("admitted");

        for (Path closed : List.of(directory.resolve("sub"), directory, directory.getParent())) {
            assertThat(admitWhileClosed(closed, directory, file))
                    .isEqualTo("for now: access to " + file + " is denied");
        }
    }

    /** However often it is asked for. */
    @Test
    void whatNobodyCanPutThereIsMissing() throws Exception {
        Path directory = Files.createDirectories(disk.resolve("srv/images"));
        Path loop = Files.createSymbolicLink(directory.resolve("loop"), directory.resolve("loop"));
        Path file = Files.writeString(directory.resolve("file"), "x");

        for (Path none :
                List.of(directory.resolve("x".repeat(300)), loop, loop.resolve("disk.raw"), file.resolve("in"))) {
            assertThat(admit(directory, none)).isEqualTo("origin-not-found");
        }
    }

    /** Nobody learns what is there. */
    @Test
    void whatIsNotListedAndMayNotBeReadIsRefused() throws Exception {
        Path directory = Files.createDirectories(disk.resolve("srv/images"));
        Path secrets = Files.createDirectory(disk.resolve("secrets"));
        Path secret = Files.writeString(secrets.resolve("disk.raw"), "x");
        Path leak = Files.createSymbolicLink(directory.resolve("leak"), secrets).resolve("disk.raw");

        assertThat(admitWhileClosed(secrets, directory, secret)).isEqualTo("origin-refused");
        assertThat(admitWhileClosed(secrets, directory, leak)).isEqualTo("origin-refused");
    }

    private static String admitWhileClosed(Path closed, Path directory, Path file) throws Exception {
        Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("---------"));
        try {
            return admit(directory, file);
        } finally {
            Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwx------"));
        }
    }

    private static String admit(Path directory, Path file) throws Exception {
        Process process = OrdinaryProcess.of(Admit.class, directory.toString(), file.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
