package dev.darkroom.fetch;

import static dev.darkroom.events.testing.Samples.KEY;
import static dev.darkroom.fetch.Fetching.hash;
import static dev.darkroom.fetch.Fetching.image;
import static dev.darkroom.fetch.Fetching.join;
import static dev.darkroom.fetch.Fetching.request;
import static dev.darkroom.fetch.Fetching.sha256;
import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.events.Checksum;
import dev.darkroom.events.Digest.Algorithm;
import dev.darkroom.events.FailureCode;
import dev.darkroom.events.FailureException;
import dev.darkroom.events.ImageFetched;
import dev.darkroom.events.ImageRequested;
import dev.darkroom.events.testing.FakeHttp.Request;
import dev.darkroom.fetch.testing.FakeOrigin;
import dev.darkroom.fetch.testing.Served;
import dev.darkroom.fetch.testing.Served.Framing;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is asked of an origin, and how a download goes on after a cut and after a restart. */
class DownloadTest extends DownloadCase {

    // What is asked.

    @Test
    void itAsksWithGetOnlyAndForTheBytesAsTheyAre() {
        origin.on("/disk", GOOD);

        assertFetched(proven());

        Request asked = origin.requests().getFirst();
        assertThat(asked.method()).isEqualTo("GET");
        assertThat(asked.header("Accept-Encoding")).hasValue("identity");
        assertThat(asked.header("Range")).isEmpty();
        assertThat(asked.header("Upgrade")).isEmpty();
        assertThat(asked.header("Authorization")).isEmpty();
        assertThat(asked.header("Cookie")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Framing.class)
    void itReadsABodyHoweverItEnds(Framing framing) {
        origin.on("/disk", GOOD.framing(framing));

        assertFetched(proven());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 511, Hashes.BUFFER - 1, Hashes.BUFFER, Hashes.BUFFER + 1, 9 * Hashes.BUFFER})
    void itTakesBodiesOfAllSizes(int size) {
        byte[] content = image(size);
        origin.on("/disk", Served.file(content));

        ImageFetched fetched = fetching.fetch(request(origin.url("/disk"), sha256(content)));

        assertThat(fetching.staged(fetched)).hasBinaryContent(content);
    }

    // Going on after a cut.

    @ParameterizedTest
    @EnumSource(Framing.class)
    void aCutDownloadGoesOnBehindWhatCame(Framing framing) {
        // Without a length nobody can see that the connection ended early, but for the checksum.
        Framing first = framing == Framing.CLOSE ? Framing.LENGTH : framing;
        origin.on("/disk", GOOD.framing(first).cutAfter(HALF), GOOD.framing(framing));

        assertFetched(proven());

        assertThat(origin.requests()).hasSize(2);
        assertThat(lastHeader("Range")).hasValue("bytes=" + HALF + "-");
        assertThat(lastHeader("If-Range")).hasValue("\"1\"");
        assertThat(fetching.downloaded()).isEqualTo(IMAGE.length);
    }

    @Test
    void aBodyThatEndedWithTheConnectionMayHaveBeenCut() {
        Served endless = GOOD.framing(Framing.CLOSE);
        origin.on("/disk", endless.cutAfter(HALF), endless);

        assertFetched(proven());

        assertThat(lastHeader("Range")).isEmpty();
    }

    @Test
    void aBodyThatEndsWithTheConnectionSomewhereElseEachTimeIsAskedForLater() {
        Served endless = GOOD.framing(Framing.CLOSE);
        origin.on("/disk", endless.cutAfter(HALF), endless.cutAfter(HALF + 1));

        FailureException e = fetching.failsWith(FailureCode.DOWNLOAD_TRUNCATED, proven());

        assertThat(e.code().retryable()).isTrue();
    }

    @Test
    void aBodyThatEndsWithTheConnectionIsRefusedWhereNothingProvesIt() {
        origin.on("/disk", GOOD.framing(Framing.CLOSE).cutAfter(HALF));

        FailureException e = fetching.failsWith(FailureCode.PROOF_MISSING, unproven());

        assertThat(e).hasMessageContainingAll("says no length", "give a checksum");
        assertThat(origin.requests()).hasSize(1);
        assertThat(fetching.files()).isEmpty();
    }

    @Test
    void aBodyThatEndsWithTheConnectionIsWrongWhenItComesTwice() {
        origin.on("/disk", GOOD.framing(Framing.CLOSE));

        fetching.failsWith(FailureCode.CHECKSUM_MISMATCH, request(origin.url("/disk"), sha256(OTHER)));

        assertThat(origin.requests()).hasSize(2);
    }

    @Test
    void aDownloadWithoutChecksumGoesOnToo() {
        origin.on("/disk", GOOD.cutAfter(HALF), GOOD);

        assertFetched(unproven());

        assertThat(fetching.downloaded()).isEqualTo(IMAGE.length);
    }

    @Test
    void aDownloadThatStallsGoesOn() {
        fetching.stall = Duration.ofMillis(300);
        origin.on("/disk", GOOD.stallAfter(HALF), GOOD);

        assertFetched(proven());

        assertThat(fetching.downloaded()).isEqualTo(IMAGE.length);
    }

    @Test
    void manyCutsAreNoFailureWhileBytesCome() {
        origin.on("/disk", GOOD.cutAfter(100_000));

        assertFetched(proven());

        assertThat(origin.requests()).hasSize(8);
        assertThat(fetching.downloaded()).isEqualTo(IMAGE.length);
    }

    @Test
    void manyCutsAreNoFailureOnASecondPassEither() throws IOException {
        leaveHalf(proven());
        byte[] damaged = Arrays.copyOf(IMAGE, HALF);
        damaged[7] ^= 1;
        Files.write(fetching.work("download"), damaged);
        origin.on("/disk", GOOD.cutAfter(100_000));

        assertFetched(proven());
    }

    @Test
    void manyCutsAreNoFailureOfAnotherFileEither() {
        Served other = Served.file(OTHER).validator("ETag: \"2\"");
        origin.on("/disk", other.cutAfter(OTHER.length - 1), GOOD.cutAfter(100_000));

        assertFetched(proven());
    }

    @Test
    void whatFailedOnTheWayToTheHashesDoesNotCountForTheImage() {
        origin.on("/SHA256SUMS", FakeOrigin.status(503), FakeOrigin.status(503), Served.file(sums()));
        origin.on("/disk", FakeOrigin.status(503), FakeOrigin.status(503), GOOD);

        assertFetched(request(origin.url("/disk"), Fetching.sums(origin.url("/SHA256SUMS"))));
    }

    private static byte[] sums() {
        return (sha256(IMAGE).hex() + "  disk\n").getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    void anOriginWithoutRangesSendsItAllAgain() {
        origin.on("/disk", GOOD.withoutRanges().cutAfter(HALF), GOOD.withoutRanges());

        assertFetched(proven());
    }

    @Test
    void anOriginWithoutRangesThatAlwaysBreaksAtTheSamePlaceIsGivenUp() {
        origin.on("/disk", GOOD.withoutRanges().cutAfter(HALF));

        fetching.failsWith(FailureCode.DOWNLOAD_TRUNCATED, proven());

        assertThat(origin.requests()).hasSize(fetching.attempts);
    }

    @Test
    void aDateServesWhereThereIsNoTag() {
        Served dated = GOOD.validator("Last-Modified: Mon, 24 Nov 2025 11:00:00 GMT");
        origin.on("/disk", dated.cutAfter(HALF), dated);

        assertFetched(unproven());

        assertThat(lastHeader("If-Range")).hasValue("Mon, 24 Nov 2025 11:00:00 GMT");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ETag: W/\"weak\"",
                "ETag: unquoted",
                "Last-Modified: Mon, 24 Nov 2025 12:00:00 GMT",
                "Last-Modified: yesterday"
            })
    void withoutAValidatorOnlyAChecksumAllowsToGoOn(String validator) {
        Served served = GOOD.validator(validator);
        origin.on("/disk", served.cutAfter(HALF), served);

        assertFetched(unproven());
        assertThat(lastHeader("Range")).isEmpty();

        fetching.staging.sweep(KEY);
        origin.on("/disk", served.cutAfter(HALF), served);
        assertFetched(proven());
        assertThat(lastHeader("Range")).hasValue("bytes=" + HALF + "-");
        assertThat(lastHeader("If-Range")).isEmpty();
    }

    // Going on after a restart.

    @Test
    void aNewProcessGoesOnWhereTheOldOneStopped() {
        leaveHalf(proven());
        double before = fetching.downloaded();
        origin.on("/disk", GOOD);

        assertFetched(proven());

        assertThat(lastHeader("Range")).hasValue("bytes=" + HALF + "-");
        assertThat(fetching.downloaded() - before).isEqualTo(IMAGE.length - HALF);
    }

    @Test
    void aNewProcessAsksNothingWhenEverythingIsThere() throws IOException {
        leaveHalf(proven());
        Files.write(fetching.work("download"), IMAGE);
        origin.on("/disk", FakeOrigin.status(500));

        assertFetched(proven());
    }

    @Test
    void withoutAChecksumANewProcessGoesOnWhileTheMachineRan() {
        leaveHalf(unproven());
        origin.on("/disk", GOOD);

        assertFetched(unproven());

        assertThat(lastHeader("Range")).hasValue("bytes=" + HALF + "-");
    }

    @ParameterizedTest
    @ValueSource(strings = {"another boot", ""})
    void withoutAChecksumBytesOfAnotherBootAreNotTrusted(String boot) {
        fetching.boot = boot.isEmpty() ? "" : "this boot";
        leaveHalf(unproven());
        fetching.boot = boot;
        origin.on("/disk", GOOD);

        assertFetched(unproven());

        assertThat(lastHeader("Range")).isEmpty();
    }

    @Test
    void bytesOfAnotherSourceAreNotContinued() {
        leaveHalf(proven());
        origin.on("/other", Served.file(OTHER));

        ImageFetched fetched = fetching.fetch(request(origin.url("/other"), sha256(OTHER)));

        assertThat(fetching.staged(fetched)).hasBinaryContent(OTHER);
        assertThat(lastHeader("Range")).isEmpty();
    }

    @Test
    void bytesWithoutAStateAreNotContinued() throws IOException {
        leaveHalf(proven());
        Files.writeString(fetching.work("download.state"), "total=many\n");
        origin.on("/disk", GOOD);

        assertFetched(proven());

        assertThat(lastHeader("Range")).isEmpty();
    }

    @Test
    void damagedBytesOfAnEarlierProcessAreFetchedAgainOnce() throws IOException {
        leaveHalf(proven());
        byte[] damaged = Arrays.copyOf(IMAGE, HALF);
        damaged[7] ^= 1;
        Files.write(fetching.work("download"), damaged);
        origin.on("/disk", GOOD);

        assertFetched(proven());
        assertThat(lastHeader("Range")).isEmpty();
    }

    @Test
    void soAreTheyWhereOnlyTheHashOfTheImageItselfIsGiven() throws IOException {
        var checksum = new Checksum(List.of(), null, false, null, null, hash(Algorithm.SHA512, IMAGE));
        ImageRequested request = request(origin.url("/disk"), checksum);
        leaveHalf(request);
        byte[] damaged = Arrays.copyOf(IMAGE, HALF);
        damaged[7] ^= 1;
        Files.write(fetching.work("download"), damaged);
        origin.on("/disk", GOOD);

        assertFetched(request);
    }

    @Test
    void wrongBytesAreAMismatchAfterOneMoreTry() {
        ImageRequested wrong = request(origin.url("/disk"), sha256(OTHER));
        leaveHalf(wrong);
        int before = origin.requests().size();
        origin.on("/disk", GOOD);

        fetching.failsWith(FailureCode.CHECKSUM_MISMATCH, wrong);

        assertThat(origin.requests()).hasSize(before + 2);
    }

    @Test
    void moreBytesThanThereCanBeAreFetchedAgain() throws IOException {
        leaveHalf(proven());
        Files.write(fetching.work("download"), join(IMAGE, new byte[10]));
        origin.on("/disk", GOOD);

        assertFetched(proven());
    }
}
