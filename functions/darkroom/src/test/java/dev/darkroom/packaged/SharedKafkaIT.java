package dev.darkroom.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.broker.EmbeddedKafka;
import dev.darkroom.broker.FreePort;
import dev.darkroom.packaged.Darkroom.Result;
import dev.darkroom.packaged.Darkroom.Running;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Kafka elsewhere is for one process at a time. */
class SharedKafkaIT {
    @TempDir
    Path work;

    @Test
    void aSecondProcessEndsAndOneThatWasKilledIsStartedAgain() throws Exception {
        try (var kafka = EmbeddedKafka.start(work.resolve("kafka"), FreePort.any(), FreePort.any(), reason -> {})) {
            var environment = Map.of("KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers());
            var first = new Darkroom(work, work.resolve("first"), environment);
            var second = new Darkroom(work, work.resolve("second"), environment);
            Path catalogue = Files.writeString(
                    work.resolve("c.yaml"), CatalogueText.ofOne("disk", "https://example.org/disk.raw"));
            try (Running up = first.up(work.resolve("images"))) {
                Result refused = second.run("up", "--http-port", "0", "--to", "dir:" + work.resolve("others"));
                assertRefused(refused);
                assertRefused(second.run("sync", catalogue.toString()));

                up.process().destroyForcibly().waitFor();
            }
            try (Running again = first.up(work.resolve("images"))) {
                // What was killed is a member for some seconds more: it is waited for.
                assertThat(again.process().isAlive()).isTrue();
            }
        }
    }

    private static void assertRefused(Result result) {
        assertThat(result.code()).as(result.err()).isEqualTo(1);
        assertThat(result.err())
                .contains("another Darkroom works on this Kafka (client ")
                .contains("): one process at a time; stop it, use it with --registry, or unset");
    }
}
