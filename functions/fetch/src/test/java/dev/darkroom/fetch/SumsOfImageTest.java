package dev.darkroom.fetch;

import static dev.darkroom.fetch.Fetching.hash;
import static dev.darkroom.fetch.Fetching.image;
import static dev.darkroom.fetch.Fetching.request;
import static dev.darkroom.fetch.Fetching.sha256;
import static dev.darkroom.fetch.Fetching.sums;
import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.events.Checksum;
import dev.darkroom.events.Digest;
import dev.darkroom.events.Digest.Algorithm;
import dev.darkroom.events.FailureCode;
import dev.darkroom.events.FailureException;
import dev.darkroom.events.SourceUri;
import dev.darkroom.fetch.testing.FakeOrigin;
import dev.darkroom.fetch.testing.Served;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Images whose hash lies in a file beside them. */
class SumsOfImageTest extends FetchCase {
    private static final byte[] IMAGE = image(90 * 512);
    private static final int MEBIBYTE = 1 << 20;

    @BeforeEach
    void start() {
        origin.on("/disk.raw", Served.file(IMAGE));
    }

    private static Served text(String text) {
        return Served.file(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String line(Digest digest) {
        return digest.hex() + "  disk.raw\n";
    }

    private Checksum sumsFile(boolean allowWeak, Digest... beside) {
        return new Checksum(List.of(beside), SourceUri.parse(origin.url("/SUMS")), allowWeak, null, null);
    }

    private FailureException fails(FailureCode code) {
        return fetching.failsWith(code, request(origin.url("/disk.raw"), sums(origin.url("/SUMS"))));
    }

    private void isFetched() {
        assertThat(fetching.fetch(request(origin.url("/disk.raw"), sums(origin.url("/SUMS")))))
                .isNotNull();
    }

    @Test
    void anImageIsProvedByItsLine() {
        origin.on("/SUMS", text(line(sha256(IMAGE))));

        isFetched();
    }

    @Test
    void anImageThatIsNotTheOneOfItsLineIsAMismatch() {
        origin.on("/SUMS", text(line(sha256(image(512)))));

        fails(FailureCode.CHECKSUM_MISMATCH);
    }

    @Test
    void theSumsFileIsReadBeforeTheImageIsAskedFor() {
        origin.on("/SUMS", text("nothing of interest"));

        fails(FailureCode.CHECKSUM_UNAVAILABLE);

        assertThat(origin.requests("/disk.raw")).isZero();
    }

    @Test
    void theNameInTheLineIsTheOneInTheUrlWithoutItsQuery() {
        origin.on("/disk.raw?revision=7", Served.file(IMAGE));
        origin.on("/SUMS", text(line(sha256(IMAGE))));

        assertThat(fetching.fetch(request(origin.url("/disk.raw?revision=7"), sums(origin.url("/SUMS")))))
                .isNotNull();
    }

    @Test
    void anInlineHashMustMatchToo() {
        origin.on("/SUMS", text(line(sha256(IMAGE))));

        fetching.failsWith(
                FailureCode.CHECKSUM_MISMATCH,
                request(origin.url("/disk.raw"), sumsFile(false, hash(Algorithm.SHA512, image(512)))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"MD5", "SHA1"})
    void aWeakHashAloneProvesNothing(String algorithm) {
        origin.on("/SUMS", text(line(hash(Algorithm.valueOf(algorithm), IMAGE))));

        FailureException e = fails(FailureCode.CHECKSUM_UNAVAILABLE);

        assertThat(e).hasMessageContaining("checksum_allow_weak");
        assertThat(origin.requests("/disk.raw")).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"MD5", "SHA1"})
    void aWeakHashIsTakenWhereTheCatalogueSaysSo(String algorithm) {
        origin.on("/SUMS", text(line(hash(Algorithm.valueOf(algorithm), IMAGE))));

        assertThat(fetching.fetch(request(origin.url("/disk.raw"), sumsFile(true))))
                .isNotNull();
    }

    @Test
    void whatAWeakHashProvedCountsAsLongAsTheCatalogueSaysSo() {
        origin.on("/SUMS", text(line(hash(Algorithm.MD5, IMAGE))));
        fetching.fetch(request(origin.url("/disk.raw"), sumsFile(true)));

        fails(FailureCode.CHECKSUM_UNAVAILABLE);

        assertThat(fetching.files()).isEmpty();
    }

    @Test
    void aWeakHashInTheFileIsEnoughBesideAStrongOneInline() {
        origin.on("/SUMS", text(line(hash(Algorithm.MD5, IMAGE))));

        assertThat(fetching.fetch(request(origin.url("/disk.raw"), sumsFile(false, sha256(IMAGE)))))
                .isNotNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0})
    void aSumsFileUpToOneMebibyteIsRead(int more) {
        String line = line(sha256(IMAGE));
        origin.on("/SUMS", text(line + "#".repeat(MEBIBYTE + more - line.length())));

        isFetched();
    }

    @ParameterizedTest
    @ValueSource(strings = {"LENGTH", "CHUNKED", "CLOSE"})
    void oneByteMoreIsNotASumsFile(String framing) {
        String line = line(sha256(IMAGE));
        origin.on(
                "/SUMS",
                text(line + "#".repeat(MEBIBYTE + 1 - line.length())).framing(Served.Framing.valueOf(framing)));

        assertThat(fails(FailureCode.LIMIT_EXCEEDED)).hasMessageContaining("larger than 1.0 MiB");
    }

    @Test
    void aSumsFileWithoutAnEndIsLeftAtItsLimit() {
        origin.on("/SUMS", (request, out) -> {
            FakeOrigin.head(out, 200, List.of());
            while (true) {
                out.write(new byte[8192]);
            }
        });

        fails(FailureCode.LIMIT_EXCEEDED);
    }

    @Test
    void aSumsFileThatIsCutIsAskedForAgain() {
        Served whole = text(line(sha256(IMAGE)));
        origin.on("/SUMS", whole.cutAfter(40), FakeOrigin.status(503), whole);

        isFetched();

        assertThat(fetching.pauses).hasSize(2);
    }

    @Test
    void aSumsFileThatIsAlwaysCutIsTruncated() {
        origin.on("/SUMS", text(line(sha256(IMAGE))).cutAfter(40));

        fails(FailureCode.DOWNLOAD_TRUNCATED);
    }

    @Test
    void aSumsFileInPartsIsTrouble() {
        origin.on("/SUMS", FakeOrigin.status(206, "Content-Range: bytes 0-1/2"));

        fails(FailureCode.ORIGIN_UNAVAILABLE);
    }

    @Test
    void aSumsFileThatDoesNotExistIsNotFound() {
        assertThat(fails(FailureCode.ORIGIN_NOT_FOUND))
                .hasMessage(origin.url("/SUMS") + " does not exist (404): correct checksum, or publish the file");
    }

    @Test
    void aSumsFileThatNobodyMayReadIsSaidToBeWhatTheChecksumNames() {
        origin.on("/SUMS", FakeOrigin.status(403));

        assertThat(fails(FailureCode.ORIGIN_DENIED))
                .hasMessageStartingWith(
                        origin.url("/SUMS") + " was answered with 403: correct checksum, have the origin");
    }

    @Test
    void aSumsFileThatIsNotOnTheDiskIsSaidToBeWhatTheChecksumNames(@TempDir Path listed) {
        fetching.origins = fetching.origins.files(listed);
        String missing = "file://" + listed + "/SUMS";

        assertThat(fetching.failsWith(FailureCode.ORIGIN_NOT_FOUND, request(origin.url("/disk.raw"), sums(missing))))
                .hasMessage("there is no file " + missing + ": correct checksum, or put it there");
    }

    @Test
    void aSumsFileIsNotAFileOfThisMachine() {
        fetching.failsWith(FailureCode.ORIGIN_REFUSED, request(origin.url("/disk.raw"), sums("file:///etc/passwd")));
    }
}
