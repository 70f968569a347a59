package dev.darkroom.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.packaged.Darkroom.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Kafka elsewhere that speaks TLS and wants a password: every client of the process gets both. */
class SecureKafkaIT {
    @TempDir
    Path work;

    @Test
    void anImageIsPublishedThroughIt() throws Exception {
        Certificate certificate = Certificate.make(work);
        Path settings = Files.writeString(work.resolve("settings.properties"), """
                kafka.security.protocol=SASL_SSL
                kafka.sasl.mechanism=PLAIN
                kafka.sasl.jaas.config=%s
                kafka.ssl.truststore.type=PEM
                kafka.ssl.truststore.location=%s
                """.formatted(
                        SecureKafka.login("username=\"" + SecureKafka.USER + "\" password"), certificate.pem()));
        try (var kafka = new SecureKafka(work.resolve("kafka"), certificate);
                var origin = new Origin()) {
            origin.have("disk.raw", Disks.raw(2, 7));
            Path catalogue = Files.writeString(
                    work.resolve("c.yaml"),
                    "images:\n  disk:\n    name: disk\n    source_url: " + origin.url("whole/disk.raw")
                            + "\n    source_disk_format: raw\n");
            var darkroom = new Darkroom(
                    work, work.resolve("data"), Map.of("KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers()));

            Result synced = darkroom.run(
                    "--config=" + settings, "-v", "sync", catalogue.toString(), "-f", "value", "-c", "Status");

            assertThat(synced.out()).as(synced.err()).isEqualTo("ready\n");
            assertThat(synced.err()).doesNotContain(SecureKafka.PASSWORD);
        }
    }
}
