package dev.darkroom.packaged;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.packaged.Darkroom.Result;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** HTTP with a certificate: encrypted, or not at all. */
class TlsIT {
    @TempDir
    Path work;

    @Test
    void answersWithItsCertificateAndRefusesPlainText() throws Exception {
        Certificate certificate = Certificate.make(work);
        Path settings = settings(certificate);
        var darkroom = new Darkroom(work);
        try (var up = darkroom.start("--config=" + settings, "up", "--http-port", "0", "--kafka-port", "0")) {
            up.awaitSaid("stop with Ctrl-C");
            URI uri = Web.uri(darkroom);
            assertThat(uri.getScheme()).isEqualTo("https");
            String known = uri + "/ids?target=images";
            assertThat(curl("--cacert", certificate.pem().toString(), "-i", known))
                    .contains("Strict-Transport-Security: max-age=31536000");

            Result trusted =
                    darkroom.run("--cacert=" + certificate.pem(), "target", "list", "-f", "value", "-c", "Name");
            assertThat(trusted.out()).as(trusted.err()).isEqualTo("images\n");
            Result untrusted = darkroom.run("target", "list");
            assertThat(untrusted.code()).isEqualTo(1);
            assertThat(untrusted.err()).contains(uri + " cannot be trusted", "--cacert");
            Result other = darkroom.run("--cacert=" + settings, "target", "list");
            assertThat(other.code()).isEqualTo(2);
            assertThat(other.err()).contains("has no certificates in PEM");

            try (Web plain = new Web(URI.create("http://localhost:" + uri.getPort()))) {
                assertThatThrownBy(() -> plain.ask("GET", "/targets", null)).isInstanceOf(IOException.class);
            }
        }
    }

    @Test
    void aCertificateThatIsRenewedIsUsedWithoutARestart() throws Exception {
        Certificate first = Certificate.make(work);
        Certificate renewed = Certificate.make(Files.createDirectory(work.resolve("renewed")));
        Path settings = settings(first);
        Files.writeString(settings, "quarkus.tls.reload-period=1s\n", StandardOpenOption.APPEND);
        var darkroom = new Darkroom(work);
        try (var up = darkroom.start("--config=" + settings, "up", "--http-port", "0", "--kafka-port", "0")) {
            up.awaitSaid("stop with Ctrl-C");
            String health = Web.uri(darkroom) + "/q/health";
            assertThat(curl("--cacert", renewed.pem().toString(), health)).isEmpty();

            Files.move(renewed.keyStore(), first.keyStore(), StandardCopyOption.ATOMIC_MOVE);

            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
            while (curl("--cacert", renewed.pem().toString(), health).isEmpty()) {
                assertThat(System.nanoTime()).isLessThan(deadline);
                Thread.sleep(200);
            }
        }
    }

    private Path settings(Certificate certificate) throws IOException {
        return Files.writeString(
                work.resolve("settings.properties"), """
                quarkus.tls.key-store.p12.path=%s
                quarkus.tls.key-store.p12.password=%s
                """.formatted(certificate.keyStore(), Certificate.PASSWORD));
    }

    private static String curl(String... arguments) throws Exception {
        var command = new java.util.ArrayList<>(java.util.List.of("curl", "-s", "--http1.1"));
        command.addAll(java.util.List.of(arguments));
        Process curl = new ProcessBuilder(command).redirectErrorStream(true).start();
        return new String(curl.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    }
}
