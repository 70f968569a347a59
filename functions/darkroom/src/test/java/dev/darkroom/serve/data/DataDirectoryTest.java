package dev.darkroom.serve.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.serve.data.DataDirectory.Hold;
import dev.darkroom.serve.data.DataDirectory.RunningProcess;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class DataDirectoryTest {
    private static final RunningProcess PROCESS = new RunningProcess(
            ProcessHandle.current().pid(), URI.create("http://127.0.0.1:8080"), "127.0.0.1:9092", "s3cret", true);

    @TempDir
    Path root;

    private final List<String> said = new CopyOnWriteArrayList<>();

    private DataDirectory at(Path place) {
        return DataDirectory.at(place, said::add).within(Duration.ZERO);
    }

    private DataDirectory patient() {
        return DataDirectory.at(root, said::add).within(Duration.ofMinutes(1));
    }

    private void awaitSaid(int lines) throws InterruptedException {
        while (said.size() < lines) {
            Thread.sleep(10);
        }
    }

    private static String me() {
        return "process " + ProcessHandle.current().pid();
    }

    @Test
    void oneHolderAtATime() throws Exception {
        DataDirectory data = at(root.resolve("new"));
        try (var hold = data.hold().orElseThrow()) {
            assertThat(hold.lock().isValid()).isTrue();
            data.announce(PROCESS);
            assertThat(data.hold()).isEmpty();
        }
        assertThat(data.hold()).isPresent();
    }

    /** In it are images and events that need not be everybody's. */
    @Test
    void onlyItsOwnerMayLookIntoTheOneThatIsMade() throws Exception {
        Path made = root.resolve("share/darkroom");
        try (var hold = at(made).hold().orElseThrow()) {
            assertThat(hold.lock().isValid()).isTrue();
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made)))
                    .isEqualTo("rwx------");
        }
    }

    @Test
    void aNewRegistryHasConsumersOfItsOwnAndKeepsThem() throws Exception {
        DataDirectory data = at(root);
        String first = data.registrySuffix();
        assertThat(first).matches("\\.[0-9a-f]{8}");
        Files.createFile(root.resolve("registry.mv.db"));
        assertThat(data.registrySuffix()).isEqualTo(first);

        Files.delete(root.resolve("registry.mv.db"));
        assertThat(data.registrySuffix()).as("it was lost").isNotEqualTo(first);

        Files.createFile(root.resolve("registry.mv.db"));
        Files.write(root.resolve("registry.id"), new byte[0]);
        assertThat(data.registrySuffix()).as("a power cut took it").matches("\\.[0-9a-f]{8}");
    }

    @Test
    void theHolderIsFoundByWhatItWrote() throws Exception {
        DataDirectory data = at(root);
        assertThat(data.running()).isEmpty();
        try (var hold = data.hold().orElseThrow()) {
            data.announce(PROCESS);
            assertThat(data.running()).contains(PROCESS);
            assertThat(hold.lock().isValid()).isTrue();
        }
    }

    @Test
    void aStartIsWaitedForAndNamed() throws Exception {
        DataDirectory data = patient();
        try (var hold = data.hold().orElseThrow();
                var other = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Optional<RunningProcess>> found = other.submit(data::running);
            Future<Optional<Hold>> second = other.submit(data::hold);
            awaitSaid(2);
            data.announce(PROCESS);
            assertThat(found.get()).contains(PROCESS);
            assertThat(second.get()).isEmpty();
            assertThat(hold.lock().isValid()).isTrue();
        }
        assertThat(said).allMatch(line -> line.startsWith("waiting for " + me() + " ") && line.contains("" + root));
    }

    @Test
    void whoWaitsTakesTheDirectoryOfAStartThatEnds() throws Exception {
        DataDirectory data = patient();
        try (var other = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Optional<Hold>> second;
            try (var hold = data.hold().orElseThrow()) {
                second = other.submit(data::hold);
                awaitSaid(1);
                assertThat(hold.lock().isValid()).isTrue();
            }
            try (var hold = second.get().orElseThrow()) {
                assertThat(hold.lock().isValid()).isTrue();
            }
        }
    }

    @Test
    void whoDoesNotGetReadyInTimeIsNamedToo() throws Exception {
        DataDirectory data = at(root);
        try (var hold = data.hold().orElseThrow()) {
            for (ThrowingCallable question : List.<ThrowingCallable>of(data::running, data::hold, data::clear)) {
                assertThatThrownBy(question)
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining(me() + " has locked it")
                        .hasMessageContaining("stop it, or choose another directory with --data");
            }
            assertThat(hold.lock().isValid()).isTrue();
        }
    }

    @Test
    void aNoteOfAProcessThatIsGoneIsNotBelievedWhileANewOneStarts() throws Exception {
        DataDirectory data = at(root);
        data.announce(PROCESS); // Its number may be that of another by now: in a container, of the next one.
        try (var hold = data.hold().orElseThrow()) {
            assertThatThrownBy(data::running).hasMessageContaining(me());
            Files.writeString(root.resolve("lock"), String.valueOf(goneProcess()));
            assertThatThrownBy(data::running).hasMessageContaining("another process");
            assertThat(hold.lock().isValid()).isTrue();
        }
    }

    @Test
    void whatAKilledProcessHasLeftForAWhileGoes() throws Exception {
        try (Hold hold = at(root).hold().orElseThrow()) {
            Files.createDirectories(at(root).temporary().resolve("spilt/rows"));

            assertThat(at(root).temporary()).isEqualTo(root.resolve("tmp")).isEmptyDirectory();
        }
    }

    @Test
    void itIsOfOneUser() throws Exception {
        var somebody = root.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("daemon");
        at(root).hold().orElseThrow().close();
        assertThat(root).isDirectoryNotContaining("glob:**.tmp");

        assertThatIOException()
                .isThrownBy(() -> at(root).requireOwner(somebody))
                .withMessageContaining("it belongs to " + Files.getOwner(root) + " and this process is of daemon");
    }

    @Test
    void clearingLeavesNothingButTheLock() throws Exception {
        DataDirectory data = at(root);
        Files.createDirectories(data.kafka().resolve("log"));
        Files.writeString(data.kafka().resolve("log/segment"), "x");
        data.clear();
        try (var left = Files.list(root)) {
            assertThat(left).containsExactly(root.resolve("lock"));
        }
    }

    @Test
    void whatIsInUseIsNotCleared() throws Exception {
        DataDirectory data = at(root);
        try (var hold = data.hold().orElseThrow()) {
            Files.writeString(data.log(), "x");
            data.announce(PROCESS);
            assertThatThrownBy(data::clear)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("in use by " + me() + ": wait until it has ended");
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
    void aNoteOfAProcessThatIsGoneIsNotBelievedWhileSomebodyLooks() throws Exception {
        DataDirectory data = at(root);
        data.announce(PROCESS);
        Process looking = Looking.into(root);
        try {
            assertThatThrownBy(data::hold).hasMessageContaining("neither answers nor ends");
        } finally {
            looking.destroyForcibly().waitFor();
        }
    }

    @Test
    void whoWaitsForLessIsToldSo() throws Exception {
        DataDirectory data = patient().within(Duration.ofMillis(100));
        try (var hold = data.hold().orElseThrow()) {
            assertThatThrownBy(data::running).hasMessageContaining("neither answers nor ends in 100 ms: ");
            assertThat(patient().within(Duration.ofHours(1)).root()).isEqualTo(root);
            assertThat(hold.lock().isValid()).isTrue();
        }
    }

    @Test
    void whatAKilledHolderWroteIsNotBelieved() throws Exception {
        DataDirectory data = at(root);
        data.announce(PROCESS); // No lock is held: the process is gone.
        assertThat(data.running()).isEmpty();
    }

    @Test
    void aDamagedNoteIsAnErrorThatNamesTheFile() throws Exception {
        DataDirectory data = at(root);
        try (var hold = data.hold().orElseThrow()) {
            Files.writeString(root.resolve("running.json"), "{");
            assertThatThrownBy(data::running).isInstanceOf(IOException.class).hasMessageContaining("running.json");
            assertThat(hold.lock().isValid()).isTrue();
        }
    }
}
