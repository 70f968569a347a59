package dev.darkroom.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.broker.EmbeddedKafka;
import dev.darkroom.packaged.Darkroom.Result;
import dev.darkroom.packaged.Darkroom.Running;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
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
        try (var kafka = EmbeddedKafka.start(work.resolve("kafka"), freePort(), freePort(), reason -> {})) {
            var environment = Map.of("KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers());
            var first = new Darkroom(work, work.resolve("first"), environment);
            var second = new Darkroom(work, work.resolve("second"), environment);
            Path catalogue = Files.writeString(
                    work.resolve("c.yaml"),
                    "images:\n  disk:\n    name: disk\n    source_url: https://example.org/disk.raw\n");
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

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
