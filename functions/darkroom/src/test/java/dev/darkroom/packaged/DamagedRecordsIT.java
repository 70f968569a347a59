package dev.darkroom.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.events.Topic;
import dev.darkroom.packaged.Darkroom.Result;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Records that the disk has damaged in Kafka's log: nobody can read them, and what comes behind them is worked on. */
@Timeout(300)
class DamagedRecordsIT {
    @TempDir
    Path work;

    private Darkroom darkroom;
    private Origin origin;

    @BeforeEach
    void start() {
        darkroom = new Darkroom(work, work.resolve("data"), Map.of("DARKROOM_REGISTRY_RESTART_GRACE", "3s"));
        origin = new Origin();
        origin.have("disk.raw", Disks.raw(2, 7));
    }

    @AfterEach
    void stop() throws Exception {
        origin.close();
    }

    @Test
    void workGoesOnAndWhatWasLostIsAskedForAgain() throws Exception {
        Path held = catalogue("held", "stopping/disk.raw");
        try (var up = darkroom.up(work.resolve("images"))) {
            assertThat(darkroom.run("publish", held.toString()).code()).isZero();
            while (origin.asked("stopping/disk.raw").isEmpty()) {
                Thread.sleep(50);
            }
        }
        damage(Topic.REQUESTED, "\"source_url\"");
        origin.goOn();

        try (var up = darkroom.up(work.resolve("images"))) {
            for (Path each : new Path[] {held, catalogue("other", "whole/disk.raw")}) {
                Result synced = darkroom.run("sync", each.toString(), "-f", "value", "-c", "Status");
                assertThat(synced.out()).as(synced.err() + up.err()).isEqualTo("ready\n");
            }
            assertThat(up.err())
                    .contains("partition 0, offset 0 goes to " + Topic.REQUESTED.deadLetters()
                            + ": damaged on the disk, up to offset 1;");
        }
    }

    private Path catalogue(String key, String source) throws Exception {
        return Files.writeString(work.resolve(key + ".yaml"), CatalogueText.ofOne(key, origin.url(source)));
    }

    /** Changes a bit of the first record of a topic that has these words. */
    private void damage(Topic topic, String words) throws Exception {
        Path log =
                darkroom.data().resolve("kafka").resolve(topic.address() + "-0").resolve("00000000000000000000.log");
        byte[] bytes = Files.readAllBytes(log);
        int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf(words);
        assertThat(at).isPositive();
        bytes[at] ^= 1;
        Files.write(log, bytes);
    }
}
