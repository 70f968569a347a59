package dev.darkroom.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What keeps Darkroom from starting is said in a sentence that names it: before it has started there is no log. */
class UnusableDataIT {
    @TempDir
    Path work;

    private Path data;

    @BeforeEach
    void aDarkroomHasRunHere() throws Exception {
        data = work.resolve("data");
        try (Darkroom.Running up = start()) {
            up.awaitSaid("stop with Ctrl-C");
            up.process().destroy();
            assertThat(up.process().waitFor(1, TimeUnit.MINUTES)).isTrue();
        }
    }

    @Test
    void theFileThatTheBrokerCannotReadIsNamed() throws Exception {
        Path file = data.resolve("kafka/replication-offset-checkpoint");
        Files.writeString(file, "garbage\n");

        assertThat(failure())
                .contains(file.toString(), "Darkroom did not start")
                .doesNotContain("everything goes on", "the log says why");
    }

    @Test
    void stagingThatCannotBeWrittenIsNamed() throws Exception {
        Path staging = data.resolve("staging");
        Files.deleteIfExists(staging);
        Files.writeString(staging, "in its place");

        assertThat(failure()).contains("the staging directory " + staging + " cannot be made, read or written");
    }

    private String failure() throws Exception {
        try (Darkroom.Running up = start()) {
            assertThat(up.process().waitFor(1, TimeUnit.MINUTES)).isTrue();
            assertThat(up.process().exitValue()).as(up.err()).isEqualTo(1);
            return up.err();
        }
    }

    private Darkroom.Running start() throws IOException {
        return new Darkroom(work, data).start("up", "--http-port", "0", "--kafka-port", "0");
    }
}
