package dev.darkroom.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.serve.data.DataDirectory;
import dev.darkroom.serve.data.DataDirectory.RunningProcess;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokerLostTest {
    private static final String HALT = "halt";

    @TempDir
    Path root;

    private final List<String> happened = new ArrayList<>();

    @Test
    void theProcessEndsWithASentenceAndIsNotFoundAnyMore() {
        DataDirectory data = DataDirectory.at(root);
        data.announce(new RunningProcess(1, URI.create("http://127.0.0.1:1"), "127.0.0.1:2", null, true));

        lost(data).accept("it is broken");

        assertThat(happened)
                .containsExactly(
                        "the embedded Kafka in " + data.kafka() + " gave up: it is broken. This process ends; start it"
                                + " again, and everything goes on from here",
                        HALT);
        assertThat(root).isEmptyDirectory();
    }

    @Test
    void beforeItHasStartedNobodyIsToldToStartItAgain() {
        DataDirectory data = DataDirectory.at(root);

        new BrokerLost(data, happened::add, () -> happened.add(HALT)).accept("it is broken");
        new BrokerLost(data, happened::add, () -> {}).accept(null);

        assertThat(happened)
                .containsExactly(
                        "the embedded Kafka in " + data.kafka() + " gave up: it is broken. Darkroom did not start",
                        HALT,
                        "the embedded Kafka gave up and does not say why. Darkroom did not start");
    }

    @Test
    void itEndsOnceHoweverManyFindOut() {
        BrokerLost lost = lost(DataDirectory.at(root));

        lost.accept(null);
        lost.accept(null);

        assertThat(happened).hasSize(2).first().asString().startsWith("the embedded Kafka gave up; the log says why");
    }

    @Test
    void aDirectoryThatIsGoneIsSaid() throws IOException {
        DataDirectory data = DataDirectory.at(Files.createTempDirectory(root, "gone"));
        Files.delete(data.root());

        lost(data).accept(null);

        assertThat(happened.getFirst()).startsWith("the data directory " + data.root() + " cannot be used: ");
        assertThat(happened).last().isEqualTo(HALT);
    }

    /** {@code /proc} has no room. */
    @Test
    void aFullDiskIsSaid() {
        lost(DataDirectory.at(Path.of("/proc"))).accept(null);

        assertThat(happened)
                .containsExactly(
                        "the disk of the data directory /proc is full (0 B left): make room. This process ends; start it"
                                + " again, and everything goes on from here",
                        HALT);
    }

    @Test
    void aDiskWithoutInodesIsNotCalledFull() {
        lost(DataDirectory.at(root)).accept("java.io.IOException: No space left on device");

        assertThat(happened.getFirst())
                .startsWith("the disk of the data directory " + root + " has no inodes left, while ");
    }

    private BrokerLost lost(DataDirectory data) {
        var lost = new BrokerLost(data, happened::add, () -> happened.add(HALT));
        lost.started();
        return lost;
    }
}
