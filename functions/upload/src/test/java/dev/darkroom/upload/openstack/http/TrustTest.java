package dev.darkroom.upload.openstack.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.events.FailureCode;
import dev.darkroom.events.FailureException;
import dev.darkroom.events.ImageId;
import dev.darkroom.events.ImageKey;
import dev.darkroom.upload.openstack.testing.Connected;
import dev.darkroom.upload.openstack.testing.FakeCloud;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real TLS, with certificates that nobody has signed but we. */
class TrustTest {
    private static final ImageId ID = ImageId.of(new ImageKey("debian_12"), 0);
    private static final String PUT = "PUT /v2/images/" + ID + "/file";
    private static final char[] WORD = "changeit".toCharArray();

    @TempDir
    private static Path directory;

    @BeforeAll
    static void certificates() throws Exception {
        certificate("here", "ip:127.0.0.1");
        certificate("elsewhere", "dns:elsewhere.example.org");
    }

    @Test
    void aCertificateThatCacertNamesIsTrusted() throws Exception {
        try (var cloud = new FakeCloud(tls("here"))) {
            var images = Connected.to(cloud.settings(true, Optional.of(directory.resolve("here.pem"))));
            assertThat(images.projectId()).isEqualTo(FakeCloud.PROJECT);
        }
    }

    @Test
    void bytesAreSentThroughItToo() throws Exception {
        try (var cloud = new FakeCloud(tls("here"))) {
            var images = Connected.to(cloud.settings(true, Optional.of(directory.resolve("here.pem"))));
            Path file = Files.write(directory.resolve("image.raw"), new byte[3_000_001]);
            cloud.on(PUT, FakeCloud.status(204));

            images.upload(ID, file, null, n -> {});

            assertThat(cloud.requests().getLast().length()).isEqualTo(3_000_001);
        }
    }

    @ParameterizedTest(name = "from a service that stays for {0} ms")
    @ValueSource(longs = {500, 60_000})
    void aRefusalBeforeTheLastByteIsHeardThroughItToo(long stays) throws Exception {
        try (var cloud = new FakeCloud(tls("here"))) {
            var images = Connected.impatient(
                    cloud.settings(true, Optional.of(directory.resolve("here.pem"))),
                    stays > 500 ? Connected.SHORT_STALL : Connected.PATIENT);
            Path file = Files.write(directory.resolve("large.raw"), new byte[40 << 20]);
            cloud.on(PUT, FakeCloud.early(413, "{\"message\": \"over quota\"}", Duration.ofMillis(stays)));

            assertThat(Connected.failure(() -> images.upload(ID, file, null, n -> {}))
                            .code())
                    .isEqualTo(FailureCode.QUOTA_EXCEEDED);
        }
    }

    @Test
    void aCertificateThatNobodyNamedIsNot() throws Exception {
        try (var cloud = new FakeCloud(tls("here"))) {
            var images = Connected.to(cloud.settings());
            FailureException failure = Connected.failure(images::projectId);

            assertThat(failure.code()).isEqualTo(FailureCode.TARGET_UNAVAILABLE);
            assertThat(failure).hasMessageContaining("TLS failed").hasMessageContaining("cacert");
        }
    }

    @Test
    void aTrustedCertificateOfAnotherHostIsNot() throws Exception {
        try (var cloud = new FakeCloud(tls("elsewhere"))) {
            var images = Connected.to(cloud.settings(true, Optional.of(directory.resolve("elsewhere.pem"))));
            assertThat(Connected.failure(images::projectId)).hasMessageContaining("TLS failed");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"here", "elsewhere"})
    void withoutVerificationAnyCertificateWillDo(String which) throws Exception {
        try (var cloud = new FakeCloud(tls(which))) {
            var images = Connected.to(cloud.settings(false, Optional.empty()));
            assertThat(images.projectId()).isEqualTo(FakeCloud.PROJECT);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no certificate", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"})
    void aFileWithoutCertificatesIsSaidAtOnce(String text) throws IOException {
        Path file = Files.writeString(directory.resolve("junk.pem"), text);
        try (var cloud = new FakeCloud()) {
            FailureException failure = Connected.failure(() -> Connected.to(cloud.settings(true, Optional.of(file))));

            assertThat(failure.code()).isEqualTo(FailureCode.TARGET_UNKNOWN);
            assertThat(failure).hasMessageContaining("cloud fake: cacert " + file);
        }
    }

    private static void certificate(String name, String host) throws IOException, InterruptedException {
        keytool(name, "-genkeypair", "-keyalg", "EC", "-dname", "CN=" + name, "-ext", "san=" + host);
        keytool(
                name,
                "-exportcert",
                "-rfc",
                "-file",
                directory.resolve(name + ".pem").toString());
    }

    private static void keytool(String name, String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(arguments));
        command.addAll(List.of("-alias", name, "-storepass", new String(WORD)));
        command.addAll(List.of("-keystore", directory.resolve(name + ".p12").toString()));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("keytool.log").toFile())
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue())
                .as(Files.readString(directory.resolve("keytool.log")))
                .isZero();
    }

    private static SSLContext tls(String name) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(directory.resolve(name + ".p12"))) {
            store.load(in, WORD);
        }
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, WORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }
}
