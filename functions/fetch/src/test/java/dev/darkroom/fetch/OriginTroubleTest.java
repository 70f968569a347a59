package dev.darkroom.fetch;

import static dev.darkroom.fetch.Fetching.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.darkroom.events.ByteSize;
import dev.darkroom.events.FailureCode;
import dev.darkroom.events.FailureException;
import dev.darkroom.events.testing.FakeHttp.Reply;
import dev.darkroom.fetch.testing.FakeOrigin;
import dev.darkroom.fetch.testing.Served.Framing;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Origins that refuse, fail, stall, send too much or are left: each with its code, its waits and its end. */
class OriginTroubleTest extends DownloadCase {

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
                        FailureCode.ORIGIN_UNAVAILABLE,
                        3));
    }

    private static Reply speech(String text) {
        return (request, out) -> out.write(text.getBytes(StandardCharsets.US_ASCII));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("answers")
    void everyAnswerHasItsCode(String what, Reply reply, FailureCode code, int requests) {
        fetching.stall = what.startsWith("sil") || what.startsWith("stall") ? Duration.ofMillis(700) : fetching.stall;
        origin.on("/disk", reply);

        FailureException e = fetching.failsWith(code, proven());

        assertThat(origin.requests()).hasSize(requests);
        assertThat(fetching.pauses).hasSize(requests - 1);
        assertThat(e).hasMessageContaining(origin.url("/disk"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void howFarTheWholeHasComeIsSaid(boolean cut) {
        fetching.stall = cut ? fetching.stall : Duration.ofMillis(700);
        origin.on("/disk", GOOD.cutAfter(HALF), cut ? GOOD.cutAfter(0) : GOOD.stallAfter(0));

        FailureException e =
                fetching.failsWith(cut ? FailureCode.DOWNLOAD_TRUNCATED : FailureCode.ORIGIN_UNAVAILABLE, proven());

        assertThat(e)
                .hasMessageContainingAll(
                        cut ? "the connection broke at " + new ByteSize(HALF) : "no byte came for 700 ms after ",
                        " of " + new ByteSize(IMAGE.length) + " (3 attempts in a row)");
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
        fetching.attempts = 8;
        origin.on("/disk", FakeOrigin.status(500));

        fetching.failsWith(FailureCode.ORIGIN_UNAVAILABLE, proven());

        long[] longest = {1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000};
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

    @Test
    void whatTricklesIsLeftLongBeforeTheDeadlineAndKept() {
        fetching.stall = Duration.ofMillis(700);
        origin.on("/disk", (request, out) -> trickle(out));

        FailureException e = fetching.failsWith(FailureCode.ORIGIN_UNAVAILABLE, proven());

        assertThat(e).hasMessageContaining("comes too slowly");
        assertThat(origin.requests()).hasSize(1);
        assertThat(fetching.files()).contains("download");
    }

    @Test
    void theDeadlineWaitsWhileSpaceIsWaitedFor() {
        fetching.deadline = Duration.ofSeconds(3);
        fetching.staging.wait = () -> LockSupport.parkNanos(3_300_000_000L);
        origin.on("/disk", GOOD);

        assertFetched(proven());
    }

    private static void trickle(OutputStream out) throws IOException, InterruptedException {
        FakeOrigin.head(out, 200, List.of());
        while (true) {
            out.write(0);
            out.flush();
            Thread.sleep(20);
        }
    }

    /** Digits of a chunk's length: bytes, but none of a body. */
    private static void trickleDigits(OutputStream out) throws IOException, InterruptedException {
        FakeOrigin.head(out, 200, List.of("Transfer-Encoding: chunked"));
        for (int i = 0; i < 150; i++) {
            out.write('1');
            out.flush();
            Thread.sleep(20);
        }
    }

    @Test
    void bytesThatAreNoneOfTheBodyAreSilence() {
        fetching.attempts = 1;
        fetching.stall = Duration.ofSeconds(1);
        origin.on("/disk", (request, out) -> trickleDigits(out));

        FailureException e = fetching.failsWith(FailureCode.ORIGIN_UNAVAILABLE, proven());

        assertThat(e).hasMessageContaining("no byte came for 1 s");
    }

    @Test
    void theDeadlineEndsAReadThatNeverEnds() {
        fetching.attempts = 1;
        fetching.deadline = Duration.ofMillis(500);
        origin.on("/disk", (request, out) -> trickleDigits(out));

        FailureException e = fetching.failsWith(FailureCode.ORIGIN_UNAVAILABLE, proven());

        assertThat(e).hasMessageContaining("darkroom.fetch.deadline");
    }

    @Test
    void theDeadlineEndsTheWaitForAnAnswer() {
        fetching.attempts = 1;
        fetching.stall = Duration.ofSeconds(3);
        fetching.deadline = Duration.ofMillis(500);
        origin.on("/disk", FakeOrigin.silence());

        FailureException e = fetching.failsWith(FailureCode.ORIGIN_UNAVAILABLE, proven());

        assertThat(e).hasMessageContaining("darkroom.fetch.deadline");
    }

    @Test
    void whatTakesUsLongIsNoSilenceOfTheOrigin() {
        fetching.stall = Duration.ofSeconds(1);
        fetching.progress = (key, activity, done, total) -> LockSupport.parkNanos(done < HALF ? 1_500_000_000 : 0);
        origin.on("/disk", GOOD);

        assertFetched(proven());

        assertThat(fetching.pauses).isEmpty();
    }

    @Test
    void noWaitGoesBeyondTheDeadline() {
        fetching.deadline = Duration.ofSeconds(5);
        origin.on("/disk", FakeOrigin.status(503, "Retry-After: 30"));

        FailureException e = fetching.failsWith(FailureCode.ORIGIN_UNAVAILABLE, proven());

        assertThat(e).hasMessageContaining("it answered with 503");
        assertThat(e.retryAfter()).hasValue(Duration.ofSeconds(30));
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
        fetching.limits =
                new Limits(new ByteSize(allowed), fetching.limits.decompressed(), 200, fetching.limits.ratioFloor());
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
