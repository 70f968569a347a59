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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever stops a Darkroom that is starting hears of no defect. */
class StoppedStartIT {
    private static final int PARTS = 7;

    private static final String WAITS = "still waiting for Kafka to take what is for " + Topic.TARGETS.address();

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

    /** What is for a topic that is gone is taken by nobody. */
    @Test
    void aStartThatWaitsForKafkaSaysSoAndEndsToo() throws Exception {
        try (var kafka = EmbeddedKafka.start(work.resolve("kafka"), FreePort.any(), FreePort.any(), reason -> {});
                var admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            var environment = Map.of("KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers());
            boolean waits = false;
            for (int tries = 0; !waits; tries++) {
                assertThat(tries)
                        .as("starts that were quicker than who deletes the topic")
                        .isLessThan(5);
                var darkroom = new Darkroom(work, work.resolve("waiting-" + tries), environment);
                try (Darkroom.Running up = darkroom.start("up", "--http-port", "0")) {
                    delete(admin, Topic.TARGETS.address(), up);
                    up.awaitSaid(WAITS, "stop with Ctrl-C");
                    waits = up.err().contains(WAITS);
                    if (waits) {
                        assertEndsQuietly(up);
                    }
                }
            }
        }
    }

    /** As soon as it is there. */
    private static void delete(Admin admin, String topic, Darkroom.Running up) throws Exception {
        while (!admin.listTopics().names().get().contains(topic)) {
            assertThat(up.process().isAlive()).as(up.err()).isTrue();
            Thread.sleep(10);
        }
        admin.deleteTopics(List.of(topic)).all().get();
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
