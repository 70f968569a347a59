package dev.darkroom.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.broker.EmbeddedKafka;
import dev.darkroom.broker.FreePort;
import dev.darkroom.events.Topic;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever stops a Darkroom that is starting hears of no defect. */
class StoppedStartIT {
    private static final int PARTS = 7;

    @TempDir
    Path work;

    @Test
    void itEndsQuietlyWhereverItIs() throws Exception {
        long start;
        try (Darkroom.Running up = start("whole")) {
            long began = System.nanoTime();
            up.awaitSaid("stop with Ctrl-C");
            start = System.nanoTime() - began;
            assertEndsQuietly(up);
        }
        for (int part = 1; part < PARTS; part++) {
            try (Darkroom.Running up = start("part-" + part)) {
                TimeUnit.NANOSECONDS.sleep(start * part / PARTS);
                assertEndsQuietly(up);
            }
        }
    }

    /** A topic that wants two copies of what its Kafka can keep only one of takes nothing. */
    @Test
    void aStartThatWaitsForKafkaSaysSoAndEndsToo() throws Exception {
        try (var kafka = EmbeddedKafka.start(work.resolve("kafka"), FreePort.any(), FreePort.any(), reason -> {});
                var admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            String targets = Topic.TARGETS.address();
            var topic = new NewTopic(targets, 1, (short) 1).configs(Map.of("min.insync.replicas", "2"));
            admin.createTopics(List.of(topic)).all().get();
            var environment = Map.of("KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers());
            var darkroom = new Darkroom(work, work.resolve("waiting"), environment);
            try (Darkroom.Running up = darkroom.start("up", "--http-port", "0")) {
                up.awaitSaid("still waiting for Kafka to take what is for " + targets);
                assertEndsQuietly(up);
            }
        }
    }

    private Darkroom.Running start(String data) throws IOException {
        return new Darkroom(work, work.resolve(data)).start("up", "--http-port", "0", "--kafka-port", "0");
    }

    private static void assertEndsQuietly(Darkroom.Running up) throws Exception {
        up.process().destroy();
        assertThat(up.process().waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(up.process().exitValue()).as(up.err()).isEqualTo(143);
        assertThat(up.err()).doesNotContain("ERROR", "Exception", "unforeseen", "did not start", "\tat ");
    }
}
