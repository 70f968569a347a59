package dev.darkroom.serve.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.serve.data.DataDirectory.RunningProcess;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {
    private static final RunningProcess PROCESS = new RunningProcess(
            ProcessHandle.current().pid(), URI.create("http://127.0.0.1:8080"), "127.0.0.1:9092", "s3cret", true);

    @TempDir
    Path root;

    @Test
    void oneHolderAtATime() throws Exception {
        DataDirectory data = DataDirectory.at(root.resolve("new"), Duration.ZERO);
        try (var hold = data.hold().orElseThrow()) {
            assertThat(hold.lock().isValid()).isTrue();
            assertThat(data.hold()).isEmpty();
        }
        assertThat(data.hold()).isPresent();
    }

    /** In it are images and events that need not be everybody's. */
    @Test
    void onlyItsOwnerMayLookIntoTheOneThatIsMade() throws Exception {
        Path made = root.resolve("share/darkroom");
        try (var hold = DataDirectory.at(made, Duration.ZERO).hold().orElseThrow()) {
            assertThat(hold.lock().isValid()).isTrue();
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made)))
                    .isEqualTo("rwx------");
        }
    }

    @Test
    void aNewRegistryHasConsumersOfItsOwnAndAnEarlierOneKeepsThem() throws Exception {
        DataDirectory data = DataDirectory.at(root, Duration.ZERO);
        String first = data.registrySuffix();
        assertThat(first).matches("\\.[0-9a-f]{8}");
        Files.createFile(root.resolve("registry.mv.db"));
        assertThat(data.registrySuffix()).isEqualTo(first);

        Files.delete(root.resolve("registry.mv.db"));
        assertThat(data.registrySuffix()).as("it was lost").isNotEqualTo(first);

        Files.createFile(root.resolve("registry.mv.db"));
        Files.write(root.resolve("registry.id"), new byte[0]);
        assertThat(data.registrySuffix()).as("a power cut took it").matches("\\.[0-9a-f]{8}");

        Files.delete(root.resolve("registry.id"));
        assertThat(data.registrySuffix()).as("of an earlier version").isEmpty();
    }

    @Test
    void theHolderIsFoundByWhatItWrote() throws Exception {
        DataDirectory data = DataDirectory.at(root, Duration.ZERO);
        assertThat(data.running()).isEmpty();
        try (var hold = data.hold().orElseThrow()) {
            assertThat(data.running())
                    .as("it has not said yet where it answers")
                    .isEmpty();
            data.announce(PROCESS);
            assertThat(data.running()).contains(PROCESS);
            assertThat(hold.lock().isValid()).isTrue();
        }
    }

    @Test
    void aNoteOfAProcessThatIsGoneIsNotBelievedWhileANewOneStarts() throws Exception {
        DataDirectory data = DataDirectory.at(root, Duration.ZERO);
        long gone = goneProcess();
        try (var hold = data.hold().orElseThrow()) {
            data.announce(new RunningProcess(gone, PROCESS.http(), PROCESS.kafka(), null, false));
            assertThat(data.running()).isEmpty();
            assertThat(hold.lock().isValid()).isTrue();
        }
    }

    @Test
    void clearingLeavesNothingButTheLock() throws Exception {
        DataDirectory data = DataDirectory.at(root, Duration.ZERO);
        Files.createDirectories(data.kafka().resolve("log"));
        Files.writeString(data.kafka().resolve("log/segment"), "x");
        data.clear();
        try (var left = Files.list(root)) {
            assertThat(left).containsExactly(root.resolve("lock"));
        }
    }

    @Test
    void whatIsInUseIsNotCleared() throws Exception {
        DataDirectory data = DataDirectory.at(root, Duration.ZERO);
        try (var hold = data.hold().orElseThrow()) {
            Files.writeString(data.log(), "x");
            assertThatThrownBy(data::clear).isInstanceOf(IOException.class).hasMessageContaining("in use");
            assertThat(data.log()).exists();
            assertThat(hold.lock().isValid()).isTrue();
        }
    }

    private static long goneProcess() throws Exception {
        Process process = new ProcessBuilder("true").start();
        process.waitFor();
        return process.pid();
    }

    @Test
    void whatAKilledHolderWroteIsNotBelieved() throws Exception {
        DataDirectory data = DataDirectory.at(root, Duration.ZERO);
        data.announce(PROCESS); // No lock is held: the process is gone.
        assertThat(data.running()).isEmpty();
    }

    @Test
    void aDamagedNoteIsAnErrorThatNamesTheFile() throws Exception {
        DataDirectory data = DataDirectory.at(root, Duration.ZERO);
        try (var hold = data.hold().orElseThrow()) {
            Files.writeString(root.resolve("running.json"), "{");
            assertThatThrownBy(data::running).isInstanceOf(IOException.class).hasMessageContaining("running.json");
            assertThat(hold.lock().isValid()).isTrue();
        }
    }
}
