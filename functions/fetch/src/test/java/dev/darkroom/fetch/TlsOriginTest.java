package dev.darkroom.fetch;

import static dev.darkroom.fetch.Fetching.image;
import static dev.darkroom.fetch.Fetching.request;
import static dev.darkroom.fetch.Fetching.sha256;
import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.events.FailureCode;
import dev.darkroom.events.FailureException;
import dev.darkroom.fetch.policy.Names;
import dev.darkroom.fetch.policy.OriginSettings;
import dev.darkroom.fetch.testing.FakeOrigin;
import dev.darkroom.fetch.testing.Served;
import dev.darkroom.fetch.testing.Served.Framing;
import dev.darkroom.fetch.testing.TestCertificate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Encrypted origins: connected to by address, known by name. */
class TlsOriginTest {
    private static final byte[] IMAGE = image(100 * 512);
    private static final String NAME = "images.example.org";

    @TempDir
    static Path keys;

    private static TestCertificate certificate;

    @TempDir
    Path root;

    private final Names names = new Names().on(NAME, "127.0.0.1").on("other.example.org", "127.0.0.1");
    private FakeOrigin origin;
    private Fetching fetching;

    @BeforeAll
    static void certify() throws Exception {
        certificate = TestCertificate.of(keys.resolve("origin.p12"), "dns:" + NAME + ",ip:127.0.0.1");
    }

    @BeforeEach
    void start() throws IOException {
        origin = new FakeOrigin(certificate.listen(), "https").on("/disk.raw", Served.file(IMAGE));
        fetching = new Fetching(root);
        fetching.resolver = names;
        fetching.tls = certificate.trust();
        fetching.origins = OriginSettings.NONE.allow("127.0.0.1");
    }

    @AfterEach
    void stop() throws IOException {
        fetching.close();
        origin.close();
    }

    private void isFetched(String url) {
        var fetched = fetching.fetch(request(url, sha256(IMAGE)));
        assertThat(fetching.staged(fetched)).hasBinaryContent(IMAGE);
    }

    @Test
    void theOriginIsToldTheNameThatItWasAskedBy() {
        isFetched(origin.url(NAME, "/disk.raw"));

        assertThat(origin.requests().getFirst().header("Host")).hasValue(NAME + ":" + origin.port());
        assertThat(origin.requests().getFirst().serverName()).hasValue(NAME);
        assertThat(names.asked).containsExactly(NAME);
    }

    @Test
    void aCertificateMayBeForAnAddress() {
        isFetched(origin.url("/disk.raw"));
    }

    @Test
    void aCertificateForAnotherNameIsNotBelieved() {
        FailureException e = fetching.failsWith(
                FailureCode.ORIGIN_UNAVAILABLE, request(origin.url("other.example.org", "/disk.raw"), sha256(IMAGE)));

        assertThat(e).hasMessageContaining("TLS failed");
        assertThat(origin.requests()).isEmpty();
    }

    @Test
    void aCertificateOfSomebodyElseIsNotBelieved() {
        fetching.tls = Fetching.defaultTls();

        FailureException e = fetching.failsWith(
                FailureCode.ORIGIN_UNAVAILABLE, request(origin.url(NAME, "/disk.raw"), sha256(IMAGE)));

        assertThat(e).hasMessageContaining("TLS failed");
        assertThat(origin.requests()).isEmpty();
    }

    @Test
    void aRedirectToAnUnencryptedOriginIsRefused() throws IOException {
        try (FakeOrigin plain = new FakeOrigin().on("/disk.raw", Served.file(IMAGE))) {
            origin.on("/moved", FakeOrigin.redirect(plain.url("/disk.raw")));

            FailureException e =
                    fetching.failsWith(FailureCode.ORIGIN_REFUSED, request(origin.url(NAME, "/moved"), sha256(IMAGE)));

            assertThat(e).hasMessageContaining("may not redirect to http:");
            assertThat(plain.requests()).isEmpty();
        }
    }

    @Test
    void aDownloadGoesOnBehindACut() {
        origin.on("/disk.raw", Served.file(IMAGE).cutAfter(20_000), Served.file(IMAGE));

        isFetched(origin.url(NAME, "/disk.raw"));

        assertThat(origin.requests().getLast().header("Range")).hasValue("bytes=20000-");
    }

    /** Without a length, only a word of TLS tells the end of a body from a cut. */
    private FakeOrigin cutting(Served... row) throws IOException {
        return new FakeOrigin(certificate.listenToBeCut(), "https").on("/disk.raw", row);
    }

    @Test
    void aBodyWithoutALengthThatIsCutIsNotComplete() throws IOException {
        try (FakeOrigin cutting = cutting(
                Served.file(IMAGE).withoutRanges().framing(Framing.CLOSE).cutAfter(20_000))) {
            fetching.failsWith(FailureCode.DOWNLOAD_TRUNCATED, request(cutting.url("/disk.raw")));
        }
    }

    @Test
    void aServerThatNeverSaysTheEndOfTlsIsBelievedWhereAChecksumProvesTheBytes() throws IOException {
        try (FakeOrigin cutting = cutting(Served.file(IMAGE).withoutRanges().framing(Framing.CLOSE))) {
            assertThat(fetching.fetch(request(cutting.url("/disk.raw"), sha256(IMAGE))))
                    .isNotNull();

            assertThat(cutting.requests()).hasSize(2);
            fetching.failsWith(FailureCode.DOWNLOAD_TRUNCATED, request(cutting.url("/disk.raw")));
        }
    }

    @Test
    void aBodyWithoutALengthGoesOnBehindACut() throws IOException {
        Served cut = Served.file(IMAGE).framing(Framing.CLOSE).cutAfter(20_000);
        try (FakeOrigin cutting = cutting(cut, Served.file(IMAGE))) {
            isFetched(cutting.url("/disk.raw"));

            assertThat(cutting.requests().getLast().header("Range")).hasValue("bytes=20000-");
        }
    }

    @Test
    void aSumsFileWithoutALengthThatIsCutIsReadAgain() throws IOException {
        Served sums = Served.file((sha256(IMAGE).hex() + "  disk.raw\n").getBytes(StandardCharsets.US_ASCII));
        try (FakeOrigin cutting = cutting(Served.file(IMAGE))
                .on("/SUMS", sums.framing(Framing.CLOSE).cutAfter(70), sums)) {
            assertThat(fetching.fetch(request(cutting.url("/disk.raw"), Fetching.sums(cutting.url("/SUMS")))))
                    .isNotNull();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"LENGTH", "CHUNKED"})
    void aBodyThatSaysItsEndNeedsNoWordOfTls(Framing framing) throws IOException {
        try (FakeOrigin cutting = cutting(Served.file(IMAGE).framing(framing))) {
            isFetched(cutting.url("/disk.raw"));

            assertThat(cutting.requests()).hasSize(1);
        }
    }

    @Test
    void aBodyMayEndWithTheConnection() {
        origin.on("/disk.raw", Served.file(IMAGE).framing(Framing.CLOSE));

        isFetched(origin.url(NAME, "/disk.raw"));

        assertThat(origin.requests()).hasSize(1);
    }

    @Test
    void anOriginThatSaysNothingInTheHandshakeIsLeft() throws IOException {
        fetching.stall = Duration.ofMillis(300);
        fetching.attempts = 1;
        try (var silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            FailureException e = fetching.failsWith(
                    FailureCode.ORIGIN_UNAVAILABLE,
                    request("https://127.0.0.1:" + silent.getLocalPort() + "/disk.raw", sha256(IMAGE)));

            assertThat(e).hasMessageContaining("no answer came for 300 ms");
        }
    }
}
