package dev.darkroom.packaged;

import static dev.darkroom.events.testing.Threads.OWN_THREAD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.events.ImageKey;
import dev.darkroom.events.ImageSettled;
import dev.darkroom.packaged.Darkroom.Result;
import dev.darkroom.wire.Cause;
import dev.darkroom.wire.KafkaBus;
import dev.darkroom.wire.Topics;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.admin.Admin;
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
                    work.resolve("c.yaml"), CatalogueText.ofOne("disk", origin.url("whole/disk.raw")));
            var darkroom = new Darkroom(
                    work, work.resolve("data"), Map.of("KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers()));

            Result synced = darkroom.run(
                    "--config=" + settings, "-v", "sync", catalogue.toString(), "-f", "value", "-c", "Status");

            assertThat(synced.out()).as(synced.err()).isEqualTo("ready\n");
            assertThat(synced.err()).doesNotContain(SecureKafka.PASSWORD);
        }
    }

    /** The certificate of the broker is not what we trust, until somebody puts the right one into our file. */
    @Test
    void whatIsSaidWhileCertificatesAreRenewedIsSaidWhenTheyAre() throws Exception {
        Certificate certificate = Certificate.make(work);
        Path trusted = work.resolve("trusted.pem");
        Files.copy(Certificate.make(Files.createDirectory(work.resolve("old"))).pem(), trusted);
        try (var kafka = new SecureKafka(work.resolve("kafka"), certificate)) {
            try (Admin admin = Admin.create(client(kafka, certificate.pem()))) {
                new Topics(1, (short) 1).ensure(admin);
            }
            try (var bus = KafkaBus.connect(client(kafka, trusted), () -> Cause.NONE, Clock.systemUTC())) {
                var published = CompletableFuture.runAsync(
                        () -> bus.publish(
                                new ImageSettled(new ImageKey("disk"), List.of(), List.of(), List.of(), 0, null)),
                        OWN_THREAD);
                Thread.sleep(Duration.ofSeconds(4));
                assertThat(published).isNotDone();

                Files.copy(certificate.pem(), trusted, StandardCopyOption.REPLACE_EXISTING);

                assertThat(published).succeedsWithin(Duration.ofMinutes(2));
            }
        }
    }

    private static Map<String, Object> client(SecureKafka kafka, Path trusted) {
        return Map.of(
                "bootstrap.servers",
                kafka.bootstrapServers(),
                "security.protocol",
                "SASL_SSL",
                "sasl.mechanism",
                "PLAIN",
                "sasl.jaas.config",
                SecureKafka.login("username=\"" + SecureKafka.USER + "\" password"),
                "ssl.truststore.type",
                "PEM",
                "ssl.truststore.location",
                trusted.toString());
    }
}
