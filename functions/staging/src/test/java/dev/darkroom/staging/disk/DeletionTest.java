package dev.darkroom.staging.disk;

import static dev.darkroom.events.testing.Samples.KEY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.events.ByteSize;
import dev.darkroom.events.testing.OrdinaryProcess;
import dev.darkroom.staging.DirectoryStaging;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeletionTest {
    @TempDir
    Path root;

    /** A process of its own, for root may do everything but with fewer capabilities. */
    static final class Worker {
        private Worker() {}

        public static void main(String[] args) throws IOException {
            var staging = new DirectoryStaging(Path.of(args[0]), new ByteSize(0));
            Path locked = staging.workFile(KEY, "locked");
            try {
                throw new AssertionError(Files.createFile(locked.resolve("another")) + " could be made");
            } catch (AccessDeniedException expected) {
                staging.sweep(KEY);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"---------", "--x------", "-w-------", "r--------", "r-x------"})
    void whatMayNotBeListedOrChangedIsDeleted(String permissions) throws Exception {
        Path locked = Files.createDirectory(new DirectoryStaging(root, new ByteSize(0)).workFile(KEY, "locked"));
        Path below = Files.createDirectory(locked.resolve("below"));
        Files.writeString(below.resolve("file"), "bytes");
        lock(below, permissions);
        lock(locked, permissions);

        int status = OrdinaryProcess.of(Worker.class, root.toString())
                .inheritIO()
                .start()
                .waitFor();

        assertThat(status).isZero();
        assertThat(root).isEmptyDirectory();
    }

    @Test
    void nothingThereIsSuccess() {
        assertThatCode(() -> Deletion.delete(root.resolve("nothing"))).doesNotThrowAnyException();
    }

    /** Who says so tries again; in silence it would take room for ever. */
    @Test
    void aDirectoryInWhichSomethingIsMadeMeanwhileIsNotSaidToBeDeleted() throws IOException {
        Path directory = Files.createDirectory(root.resolve("directory"));
        Files.writeString(directory.resolve("late"), "bytes");

        assertThatThrownBy(() -> new Deletion().postVisitDirectory(directory, null))
                .isInstanceOf(DirectoryNotEmptyException.class);
    }

    private static void lock(Path directory, String permissions) throws IOException {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString(permissions));
    }
}
