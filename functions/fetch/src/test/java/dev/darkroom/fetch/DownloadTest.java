package dev.darkroom.fetch;

import static dev.darkroom.events.testing.Samples.KEY;
import static dev.darkroom.fetch.Fetching.image;
import static dev.darkroom.fetch.Fetching.join;
import static dev.darkroom.fetch.Fetching.request;
import static dev.darkroom.fetch.Fetching.sha256;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.darkroom.events.ByteSize;
import dev.darkroom.events.FailureCode;
import dev.darkroom.events.FailureException;
import dev.darkroom.events.ImageFetched;
import dev.darkroom.events.ImageRequested;
import dev.darkroom.fetch.testing.FakeOrigin;
import dev.darkroom.fetch.testing.FakeOrigin.Reply;
import dev.darkroom.fetch.testing.FakeOrigin.Request;
import dev.darkroom.fetch.testing.Served;
import dev.darkroom.fetch.testing.Served.Framing;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Origins as they are: what they do to a download, and what comes of it. */
@Timeout(60)
class DownloadTest {
    /** Some odd number of buffers long. */
    private static final byte[] IMAGE = image(1_500 * 512);

    private static final byte[] OTHER = image(1_700 * 512);
    private static final int HALF = 400_001;
    private static final Served GOOD = Served.file(IMAGE);

    @TempDir
    Path root;

    private final FakeOrigin origin = new FakeOrigin();
    private Fetching fetching;

    @BeforeEach
    void start() {
        fetching = new Fetching(root);
    }

    @AfterEach
    void stop() throws IOException {
        fetching.close();
        origin.close();
    }

    private ImageRequested proven() {
        return request(origin.url("/disk"), sha256(IMAGE));
    }

    private ImageRequested unproven() {
        return request(origin.url("/disk"));
    }

    private void assertFetched(ImageRequested request) {
        assertThat(fetching.staged(fetching.fetch(request))).hasBinaryContent(IMAGE);
    }

    /** Downloads {@link #HALF} bytes and fails there: what is left behind is what a killed process leaves. */
    private void leaveHalf(ImageRequested request) {
        origin.on("/disk", GOOD.cutAfter(HALF), FakeOrigin.status(503));
        fetching.failsWith(FailureCode.ORIGIN_UNAVAILABLE, request);
        assertThat(fetching.work("download")).hasSize(HALF);
    }

    private Optional<String> lastHeader(String name) {
        return origin.requests().getLast().header(name);
    }

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
    void anOriginWithoutRangesSendsItAllAgain() {
        origin.on("/disk", GOOD.withoutRanges().cutAfter(HALF), GOOD.withoutRanges());

        assertFetched(proven());
    }

    @Test
    void anOriginWithoutRangesThatAlwaysBreaksAtTheSamePlaceIsGivenUp() {
        origin.on("/disk", GOOD.withoutRanges().cutAfter(HALF));

        fetching.failsWith(FailureCode.DOWNLOAD_TRUNCATED, proven());

        assertThat(origin.requests()).hasSize(fetching.patience.attempts());
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

    // Answers that do not fit the question.

    @Test
    void aFileThatChangedMeanwhileIsFetchedFromTheBeginning() {
        origin.on("/disk", Served.file(OTHER).validator("ETag: \"0\"").cutAfter(HALF), GOOD);

        assertFetched(proven());
    }

    @Test
    void aFileThatChangesAgainAndAgainIsLeftForLater() {
        origin.on(
                "/disk",
                GOOD.validator("ETag: \"1\"").cutAfter(300_000),
                GOOD.validator("ETag: \"2\"").cutAfter(350_000),
                GOOD.validator("ETag: \"3\"").cutAfter(400_000),
                GOOD.validator("ETag: \"4\"").cutAfter(450_000));

        FailureException e = fetching.failsWith(FailureCode.ORIGIN_CHANGED, proven());

        assertThat(e.code().retryable()).isTrue();
    }

    static Stream<Arguments> partsThatDoNotFit() {
        int rest = IMAGE.length - HALF;
        return Stream.of(
                arguments("no range", List.of("Content-Length: " + rest)),
                arguments("from elsewhere", List.of(range(HALF + 1, IMAGE.length))),
                arguments("from the beginning", List.of(range(0, IMAGE.length))),
                arguments("another total", List.of(range(HALF, IMAGE.length + 512))),
                arguments(
                        "an end behind the total",
                        List.of("Content-Range: bytes " + HALF + "-9999999/" + IMAGE.length)),
                arguments(
                        "an end before the beginning", List.of("Content-Range: bytes " + HALF + "-7/" + IMAGE.length)),
                arguments("another length", List.of(range(HALF, IMAGE.length), "Content-Length: 17")),
                arguments("another unit", List.of("Content-Range: pages 1-2/3")),
                arguments("another tag", List.of(range(HALF, IMAGE.length), "ETag: \"2\"")));
    }

    private static String range(int from, int total) {
        return "Content-Range: bytes " + from + "-" + (total - 1) + "/" + total;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("partsThatDoNotFit")
    void aPartThatDoesNotFitIsNotUsed(String what, List<String> headers) {
        Reply unfit = (request, out) -> {
            FakeOrigin.head(out, 206, headers);
            out.write(new byte[IMAGE.length]);
        };
        origin.on("/disk", GOOD.cutAfter(HALF), unfit, GOOD);

        assertFetched(proven());

        assertThat(origin.requests()).hasSize(3);
        assertThat(lastHeader("Range")).isEmpty();
    }

    @Test
    void anOriginThatSaysThatThereIsNoMoreIsBelievedWhenTheTotalFits() {
        // The length is not known at first, so only the second answer can say that all has come.
        Reply endless = (request, out) -> {
            FakeOrigin.head(out, 200, List.of("ETag: \"1\"", "Transfer-Encoding: chunked"));
            out.write((Integer.toHexString(IMAGE.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
            out.write(IMAGE);
            out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
        };
        origin.on("/disk", endless, GOOD);

        assertFetched(proven());

        assertThat(origin.requests()).hasSize(2);
        assertThat(lastHeader("Range")).hasValue("bytes=" + IMAGE.length + "-");
    }

    @Test
    void anOriginThatHasFewerBytesThanCameIsAskedForAllOfThem() {
        origin.on(
                "/disk",
                Served.file(OTHER).cutAfter(IMAGE.length + 5),
                FakeOrigin.status(416, "Content-Range: bytes */" + IMAGE.length),
                GOOD);

        assertFetched(proven());
    }

    @ParameterizedTest
    @ValueSource(ints = {206, 416})
    void aPartThatNobodyAskedForIsTrouble(int status) {
        origin.on("/disk", FakeOrigin.status(status, "Content-Range: bytes 5-6/7"), GOOD);

        assertFetched(proven());

        assertThat(fetching.pauses).hasSize(1);
    }

    // Statuses and troubles.

    static Stream<Arguments> answers() {
        return Stream.of(
                arguments("404", FakeOrigin.status(404), FailureCode.ORIGIN_NOT_FOUND, 1),
                arguments("410", FakeOrigin.status(410), FailureCode.ORIGIN_NOT_FOUND, 1),
                arguments("401", FakeOrigin.status(401), FailureCode.ORIGIN_DENIED, 1),
                arguments("403", FakeOrigin.status(403), FailureCode.ORIGIN_DENIED, 1),
                arguments("400", FakeOrigin.status(400), FailureCode.ORIGIN_DENIED, 1),
                arguments("451", FakeOrigin.status(451), FailureCode.ORIGIN_DENIED, 1),
                arguments("204", FakeOrigin.status(204), FailureCode.ORIGIN_DENIED, 1),
                arguments("304", FakeOrigin.status(304), FailureCode.ORIGIN_DENIED, 1),
                arguments("408", FakeOrigin.status(408), FailureCode.ORIGIN_UNAVAILABLE, 3),
                arguments("429", FakeOrigin.status(429), FailureCode.ORIGIN_UNAVAILABLE, 3),
                arguments("500", FakeOrigin.status(500), FailureCode.ORIGIN_UNAVAILABLE, 3),
                arguments("503", FakeOrigin.status(503), FailureCode.ORIGIN_UNAVAILABLE, 3),
                arguments("silence", FakeOrigin.silence(), FailureCode.ORIGIN_UNAVAILABLE, 3),
                arguments("hangs up", FakeOrigin.hangUp(), FailureCode.ORIGIN_UNAVAILABLE, 3),
                arguments("not HTTP", speech("SSH-2.0-OpenSSH\r\n\r\n"), FailureCode.ORIGIN_UNAVAILABLE, 3),
                arguments("stalls at once", GOOD.stallAfter(0), FailureCode.ORIGIN_UNAVAILABLE, 3),
                arguments("always cut at once", GOOD.cutAfter(0), FailureCode.DOWNLOAD_TRUNCATED, 3),
                arguments(
                        "odd length",
                        speech("HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n"),
                        FailureCode.DOWNLOAD_TRUNCATED,
                        3));
    }

    private static Reply speech(String text) {
        return (request, out) -> out.write(text.getBytes(StandardCharsets.US_ASCII));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("answers")
    void everyAnswerHasItsCode(String what, Reply reply, FailureCode code, int requests) {
        fetching.stall = Duration.ofMillis(300);
        origin.on("/disk", reply);

        FailureException e = fetching.failsWith(code, proven());

        // The JDK's client asks once more by itself when a connection is closed without a word.
        assertThat(origin.requests()).hasSizeGreaterThanOrEqualTo(requests);
        assertThat(fetching.pauses).hasSize(requests - 1);
        assertThat(e).hasMessageContaining(origin.url("/disk"));
    }

    @Test
    void nobodyListening() throws IOException {
        origin.close();

        FailureException e = fetching.failsWith(FailureCode.ORIGIN_UNAVAILABLE, proven());

        assertThat(e).hasMessageContaining("refused");
    }

    @Test
    void aNameThatNobodyKnows() {
        FailureException e =
                fetching.failsWith(FailureCode.ORIGIN_UNAVAILABLE, request("http://no-such-host.invalid/disk"));

        assertThat(e).hasMessageContaining("its name cannot be resolved");
    }

    @Test
    void troubleThatPassesIsNoFailure() {
        origin.on(
                "/disk",
                FakeOrigin.status(500),
                FakeOrigin.status(502),
                GOOD.cutAfter(HALF),
                FakeOrigin.status(503),
                GOOD);

        assertFetched(proven());
        assertThat(fetching.downloaded()).isEqualTo(IMAGE.length);
    }

    @Test
    void theWaitsGrowAndAreNotAllTheSame() {
        fetching.patience = new Patience.Rules(6, Duration.ofSeconds(1), Duration.ofSeconds(4), Duration.ofSeconds(60));
        origin.on("/disk", FakeOrigin.status(500));

        fetching.failsWith(FailureCode.ORIGIN_UNAVAILABLE, proven());

        long[] longest = {1_000, 2_000, 4_000, 4_000, 4_000};
        assertThat(fetching.pauses).hasSize(longest.length).doesNotHaveDuplicates();
        for (int i = 0; i < longest.length; i++) {
            assertThat(fetching.pauses.get(i).toMillis()).isBetween(longest[i] / 2, longest[i]);
        }
    }

    static Stream<Arguments> retryAfter() {
        return Stream.of(
                arguments("7", Duration.ofSeconds(7)),
                arguments("60", Duration.ofSeconds(60)),
                arguments("Mon, 24 Nov 2025 12:00:30 GMT", Duration.ofSeconds(30)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("retryAfter")
    void aWishForPatienceIsGranted(String header, Duration wait) {
        origin.on("/disk", FakeOrigin.status(503, "Retry-After: " + header), GOOD);

        assertFetched(proven());

        assertThat(fetching.pauses).containsExactly(wait);
    }

    @ParameterizedTest
    @ValueSource(strings = {"soon", "-5", "Mon, 24 Nov 2025 11:59:59 GMT", "99999999999999999999"})
    void aWishThatMakesNoSenseIsNot(String header) {
        origin.on("/disk", FakeOrigin.status(503, "Retry-After: " + header), GOOD);

        assertFetched(proven());

        assertThat(fetching.pauses.getFirst()).isBetween(Duration.ofMillis(500), Duration.ofSeconds(1));
    }

    @Test
    void aWishForMorePatienceThanThereIsIsPassedOn() {
        origin.on("/disk", FakeOrigin.status(429, "Retry-After: 61"));

        FailureException e = fetching.failsWith(FailureCode.ORIGIN_UNAVAILABLE, proven());

        assertThat(e.retryAfter()).hasValue(Duration.ofSeconds(61));
        assertThat(fetching.pauses).isEmpty();
        assertThat(origin.requests()).hasSize(1);
    }

    @Test
    void theDeadlineEndsADownloadThatNeverEnds() {
        fetching.deadline = Duration.ofMillis(700);
        origin.on("/disk", (request, out) -> trickle(out));

        FailureException e = fetching.failsWith(FailureCode.ORIGIN_UNAVAILABLE, proven());

        assertThat(e).hasMessageContaining("darkroom.fetch.deadline");
        assertThat(fetching.files()).contains("download");
    }

    private static void trickle(OutputStream out) throws IOException, InterruptedException {
        FakeOrigin.head(out, 200, List.of());
        while (true) {
            out.write(0);
            out.flush();
            Thread.sleep(20);
        }
    }

    @Test
    void noWaitGoesBeyondTheDeadline() {
        fetching.deadline = Duration.ofSeconds(5);
        origin.on("/disk", FakeOrigin.status(503, "Retry-After: 30"));

        FailureException e = fetching.failsWith(FailureCode.ORIGIN_UNAVAILABLE, proven());

        assertThat(e).hasMessageContaining("darkroom.fetch.deadline");
        assertThat(fetching.pauses).isEmpty();
    }

    @Test
    void whatTricklesInIsShownAndKept() throws Exception {
        var seen = new CompletableFuture<Long>();
        fetching.progress = (key, activity, done, total) -> {
            if (done > 0) {
                seen.complete(done);
            }
        };
        fetching.deadline = Duration.ofSeconds(2);
        origin.on("/disk", (request, out) -> trickle(out));

        FailureException e = fetching.failsWith(FailureCode.ORIGIN_UNAVAILABLE, proven());

        assertThat(e).isNotNull();
        assertThat(seen.get(0, TimeUnit.SECONDS)).isLessThan(64);
    }

    // Limits.

    static Stream<Arguments> limits() {
        return Stream.of(Framing.values())
                .flatMap(framing -> Stream.of(
                        arguments(framing, IMAGE.length + 1, true),
                        arguments(framing, IMAGE.length, true),
                        arguments(framing, IMAGE.length - 1, false)));
    }

    @ParameterizedTest(name = "{0}, {1} bytes allowed")
    @MethodSource("limits")
    void noByteMoreThanAllowedIsDownloaded(Framing framing, int allowed, boolean fits) {
        fetching.limits = new Limits(
                new ByteSize(allowed),
                fetching.limits.decompressed(),
                200,
                fetching.limits.ratioFloor(),
                fetching.limits.decoderMemory());
        origin.on("/disk", GOOD.framing(framing));

        if (fits) {
            assertFetched(proven());
        } else {
            FailureException e = fetching.failsWith(FailureCode.LIMIT_EXCEEDED, proven());
            assertThat(e).hasMessageContaining("darkroom.fetch.max-download");
            assertThat(fetching.files()).isEmpty();
        }
    }

    // Stopping.

    @Test
    void anInterruptedDownloadIsNotAFailureOfTheImage() throws Exception {
        origin.on("/disk", GOOD.stallAfter(HALF));
        var thrown = new CompletableFuture<Throwable>();
        var interrupted = new CompletableFuture<Boolean>();
        Thread worker = Thread.ofPlatform().start(() -> {
            thrown.complete(catchThrowable(() -> fetching.fetch(proven())));
            interrupted.complete(Thread.currentThread().isInterrupted());
        });
        while (!Files.exists(fetching.work("download")) || Files.size(fetching.work("download")) < 200_000) {
            Thread.sleep(5);
        }

        worker.interrupt();

        assertThat(thrown.get(10, TimeUnit.SECONDS)).isNotNull().isNotInstanceOf(FailureException.class);
        assertThat(interrupted.get(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void anInterruptedWaitIsNotAFailureOfTheImage() {
        fetching.pause = duration -> {
            throw new InterruptedException();
        };
        origin.on("/disk", FakeOrigin.status(500));

        Throwable thrown = catchThrowable(() -> fetching.fetch(proven()));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(thrown).isInstanceOf(IllegalStateException.class);
    }
}
