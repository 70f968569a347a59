package dev.darkroom.fetch;

import static dev.darkroom.fetch.Fetching.image;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.darkroom.events.FailureCode;
import dev.darkroom.events.FailureException;
import dev.darkroom.events.testing.FakeHttp.Reply;
import dev.darkroom.fetch.testing.FakeOrigin;
import dev.darkroom.fetch.testing.Served;
import dev.darkroom.fetch.testing.Served.Framing;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers that do not fit the question: another file, another part, another length. */
class UnfitAnswerTest extends DownloadCase {

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

        FailureException e = fetching.failsWith(FailureCode.ORIGIN_CHANGED, unproven());

        assertThat(e.code().retryable()).isTrue();
    }

    private static Served mirror(int number) {
        return GOOD.validator("ETag: \"" + number + "\"");
    }

    @Test
    void mirrorsMayHaveTagsOfTheirOwnWhereAChecksumProvesTheWhole() {
        origin.on("/disk", mirror(1).cutAfter(300_000), mirror(2), mirror(3).cutAfter(200_000), mirror(4));

        assertFetched(proven());

        assertThat(fetching.downloaded()).isEqualTo(IMAGE.length);
        assertThat(lastHeader("Range")).hasValue("bytes=500000-");
        assertThat(lastHeader("If-Range")).isEmpty();
    }

    @Test
    void mirrorsThatIgnoreRangesSendItAllAgain() {
        origin.on("/disk", mirror(1).cutAfter(300_000), mirror(2).withoutRanges());

        assertFetched(proven());

        assertThat(origin.requests()).hasSize(3);
    }

    @Test
    void aFileThatChangedToAnotherOfTheSameSizeIsFetchedFromTheBeginning() {
        byte[] former = image(IMAGE.length + 512);
        origin.on(
                "/disk",
                Served.file(Arrays.copyOf(former, IMAGE.length))
                        .validator("ETag: \"0\"")
                        .cutAfter(HALF),
                GOOD);

        assertFetched(proven());

        assertThat(lastHeader("Range")).isEmpty();
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

    /** At most so many bytes of the rest, as of a proxy that keeps large files in pieces. */
    private static Reply piece(int most, String total, String... headers) {
        return (request, out) -> {
            int from = Integer.parseInt(request.header("Range").orElseThrow().replaceAll("\\D", ""));
            int to = Math.min(IMAGE.length, from + most);
            if (from == to) {
                FakeOrigin.head(out, 416, List.of("Content-Range: bytes */" + IMAGE.length));
                return;
            }
            FakeOrigin.head(out, 206, List.of(headers), "Content-Range: bytes " + from + "-" + (to - 1) + "/" + total);
            out.write(IMAGE, from, to - from);
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"" + 1_500 * 512, "*"})
    void aPieceOfTheRestIsNotTheEnd(String total) {
        origin.on("/disk", GOOD.cutAfter(HALF), piece(100_000, total, "ETag: \"1\""));

        assertFetched(unproven());

        assertThat(origin.requests()).hasSize(5);
        assertThat(fetching.downloaded()).isEqualTo(IMAGE.length);
        assertThat(fetching.pauses).hasSize(1);
    }

    @Test
    void aPieceIsTheEndWhenTheOriginSaysSo() {
        origin.on("/disk", GOOD.framing(Framing.CHUNKED).cutAfter(HALF), piece(200_000, "*", "ETag: \"1\""));

        assertFetched(unproven());

        assertThat(lastHeader("Range")).hasValue("bytes=" + IMAGE.length + "-");
    }

    @Test
    void aPieceNeedNotSayAgainByWhatItIsRecognised() {
        Served dated = GOOD.validator("Last-Modified: Mon, 24 Nov 2025 11:00:00 GMT");
        origin.on("/disk", dated.cutAfter(HALF), piece(200_000, "*"));

        assertFetched(unproven());

        assertThat(lastHeader("If-Range")).hasValue("Mon, 24 Nov 2025 11:00:00 GMT");
    }

    @Test
    void aPieceThatEndsBehindTheKnownTotalIsNotUsed() {
        Reply unfit = (request, out) -> FakeOrigin.head(
                out, 206, List.of("ETag: \"1\"", "Content-Range: bytes " + HALF + "-" + IMAGE.length + "/*"));
        origin.on("/disk", GOOD.cutAfter(HALF), unfit, GOOD);

        assertFetched(unproven());

        assertThat(lastHeader("Range")).isEmpty();
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
}
