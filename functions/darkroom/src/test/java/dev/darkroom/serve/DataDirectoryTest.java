package dev.darkroom.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.serve.DataDirectory.RunningProcess;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {
    private static final RunningProcess PROCESS =
            new RunningProcess(4711, URI.create("http://127.0.0.1:8080"), "127.0.0.1:9092");

    @TempDir
    Path root;

    @Test
    void oneHolderAtATime() throws IOException {
        DataDirectory data = DataDirectory.at(root.resolve("new"));
        try (var hold = data.hold().orElseThrow()) {
            assertThat(hold.lock().isValid()).isTrue();
            assertThat(data.hold()).isEmpty();
        }
        assertThat(data.hold()).isPresent();
    }

    @Test
    void theHolderIsFoundByWhatItWrote() throws IOException {
        DataDirectory data = DataDirectory.at(root);
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
    void whatAKilledHolderWroteIsNotBelieved() throws IOException {
        DataDirectory data = DataDirectory.at(root);
        data.announce(PROCESS); // No lock is held: the process is gone.
        assertThat(data.running()).isEmpty();
    }

    @Test
    void aDamagedNoteIsAnErrorThatNamesTheFile() throws IOException {
        DataDirectory data = DataDirectory.at(root);
        try (var hold = data.hold().orElseThrow()) {
            Files.writeString(root.resolve("running.json"), "{");
            assertThatThrownBy(data::running).isInstanceOf(IOException.class).hasMessageContaining("running.json");
            assertThat(hold.lock().isValid()).isTrue();
        }
    }
}
