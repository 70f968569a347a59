package dev.darkroom.fetch;

import static dev.darkroom.events.testing.Samples.KEY;
import static dev.darkroom.fetch.Fetching.hash;
import static dev.darkroom.fetch.Fetching.image;
import static dev.darkroom.fetch.Fetching.request;
import static dev.darkroom.fetch.Fetching.sha256;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.events.ByteSize;
import dev.darkroom.events.Checksum;
import dev.darkroom.events.Digest.Algorithm;
import dev.darkroom.events.DiskFormat;
import dev.darkroom.events.FailureCode;
import dev.darkroom.events.FailureException;
import dev.darkroom.events.ImageFetched;
import dev.darkroom.events.ImageRequested;
import dev.darkroom.events.testing.Samples;
import dev.darkroom.fetch.testing.Codec;
import dev.darkroom.fetch.testing.FakeOrigin;
import dev.darkroom.fetch.testing.Served;
import dev.darkroom.fetch.testing.Served.Framing;
import dev.darkroom.staging.StagedName;
import dev.darkroom.staging.Staging.Reservation;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class FetchImageTest extends FetchCase {
    private static final byte[] IMAGE = image(1_000 * 512);
    /** What it is called when it is staged. */
    private static final String SOURCE = StagedName.source(sha256(IMAGE));

    @BeforeEach
    void start() {
        origin.on("/disk.raw", Served.file(IMAGE));
    }

    private String url() {
        return origin.url("/disk.raw");
    }

    @Test
    void theSourceIsStagedAndDescribed() {
        ImageRequested request = request(url(), sha256(IMAGE));

        ImageFetched fetched = fetching.fetch(request);

        assertThat(fetching.staged(fetched)).hasBinaryContent(IMAGE);
        assertThat(fetched.key()).isEqualTo(KEY);
        assertThat(fetched.spec()).isEqualTo(request.spec());
        assertThat(fetched.formats()).containsExactly(DiskFormat.RAW);
        assertThat(fetched.source().format()).isEqualTo(DiskFormat.RAW);
        assertThat(fetched.sourceSha256()).isEqualTo(sha256(IMAGE));
        assertThat(fetched.virtualSize()).isEqualTo(IMAGE.length);
        assertThat(fetched.source().sha512()).isNull();
        assertThat(fetching.downloaded()).isEqualTo(IMAGE.length);
    }

    @ParameterizedTest
    @EnumSource(names = {"RAW", "QCOW2", "ISO"})
    void anEmptySourceIsSaidToBeEmpty(DiskFormat declared) {
        origin.on("/empty", Served.file(new byte[0]));
        origin.on("/empty.gz", Served.file(Codec.GZIP.compress(new byte[0])));

        for (String path : List.of("/empty", "/empty.gz")) {
            var spec = Samples.spec(origin.url(path), declared, Checksum.NONE);
            FailureException e = fetching.failsWith(FailureCode.IMAGE_REFUSED, Samples.requested(spec, declared));
            assertThat(e).hasMessage(origin.url(path) + ": the image is empty: it has 0 bytes");
        }
        assertThat(fetching.files()).isEmpty();
    }

    @Test
    void aSha512ThatWasComputedIsPassedOn() {
        var sha512 = hash(Algorithm.SHA512, IMAGE);

        assertThat(fetching.fetch(request(url(), sha512)).source().sha512()).isEqualTo(sha512);
    }

    @Test
    void nothingButTheSourceAndItsFactsIsLeft() {
        fetching.fetch(request(url()));

        assertThat(fetching.files()).containsExactlyInAnyOrder(SOURCE, "source.facts");
    }

    @Test
    void whatIsStagedAlreadyIsNotFetchedAgain() {
        ImageRequested request = request(url(), sha256(IMAGE), hash(Algorithm.SHA512, IMAGE));
        ImageFetched first = fetching.fetch(request);
        fetching.staging.rest(request.key());

        ImageFetched second = fetching.fetch(request);

        assertThat(second).isEqualTo(first);
        assertThat(origin.requests()).hasSize(1);
        assertThat(fetching.skipped()).isEqualTo(1);
        assertThat(fetching.files()).containsExactlyInAnyOrder(SOURCE, "source.facts");
    }

    @Test
    void whatWasMadeOfASourceThatIsGoneIsNotTakenForMadeOfTheNextOne() throws IOException {
        Files.writeString(fetching.work("artifact.raw"), "made of another");
        fetching.staging.publish(KEY, "artifact.raw", DiskFormat.RAW, null);

        ImageFetched fetched = fetching.fetch(request(url()));

        assertThat(fetching.staged(fetched)).hasBinaryContent(IMAGE);
        assertThat(fetching.files()).containsExactlyInAnyOrder(SOURCE, "source.facts");
    }

    @Test
    void bytesOfAnotherSourceAreReplacedWithAllThatWasMadeOfThem() throws IOException {
        byte[] other = image(4 * 512);
        origin.on("/other.raw", Served.file(other));
        fetching.fetch(request(url()));
        Files.writeString(fetching.work("artifact.qcow2"), "made of the first");

        ImageFetched fetched = fetching.fetch(request(origin.url("/other.raw")));

        assertThat(fetching.staged(fetched)).hasBinaryContent(other);
        assertThat(fetching.files()).containsExactlyInAnyOrder(StagedName.source(sha256(other)), "source.facts");
    }

    @Test
    void bytesOfAnotherSourceThatNobodyHasRemovedPassForNoOthers() {
        byte[] other = image(4 * 512);
        origin.on("/other.raw", Served.file(other));
        ImageFetched first = fetching.fetch(request(url()));

        ImageFetched second = fetching.step().fetch(request(origin.url("/other.raw")));

        assertThat(fetching.staged(second)).hasBinaryContent(other);
        assertThat(fetching.staged(first)).hasBinaryContent(IMAGE);
    }

    /** Who published them may be killed while an event with that name waits, or before there is any. */
    @Test
    void bytesUnderTheNameThatEarlierVersionsGaveAreReplaced() throws IOException {
        ImageFetched fetched = fetching.fetch(request(url()));
        Path source = fetching.staged(fetched);
        Files.move(source, source.resolveSibling("source"));

        assertThat(fetching.fetch(request(url()))).isEqualTo(fetched);
        assertThat(fetching.files()).containsExactlyInAnyOrder(SOURCE, "source.facts");
        assertThat(origin.requests()).hasSize(2);
    }

    @Test
    void bytesOfWhichNothingIsKnownAreFetchedAgain() throws IOException {
        fetching.fetch(request(url()));
        Files.delete(fetching.staging.find(KEY, "source.facts").orElseThrow());

        assertThat(fetching.staged(fetching.fetch(request(url())))).hasBinaryContent(IMAGE);
        assertThat(origin.requests()).hasSize(2);
    }

    @Test
    void factsThatCannotBeUnderstoodAreNoFacts() throws IOException {
        fetching.fetch(request(url()));
        Files.writeString(fetching.staging.find(KEY, "source.facts").orElseThrow(), "format=floppy\n");

        assertThat(fetching.staged(fetching.fetch(request(url())))).hasBinaryContent(IMAGE);
        assertThat(origin.requests()).hasSize(2);
    }

    @Test
    void factsWithoutTheirBytesAreReplaced() throws IOException {
        fetching.fetch(request(url()));
        Files.delete(fetching.staging.find(KEY, SOURCE).orElseThrow());
        byte[] newer = image(8 * 512);
        origin.on("/disk.raw", Served.file(newer));

        ImageFetched fetched = fetching.fetch(request(url()));

        assertThat(fetched.sourceSha256()).isEqualTo(sha256(newer));
        assertThat(fetching.fetch(request(url()))).isEqualTo(fetched);
    }

    @Test
    void anImageThatIsNotWhatItIsDeclaredIsRefused() {
        FailureException e = fetching.failsWith(
                FailureCode.FORMAT_MISMATCH,
                Samples.requested(Samples.spec(url(), DiskFormat.QCOW2, Checksum.NONE), DiskFormat.RAW));

        assertThat(e).hasMessageContaining(url());
    }

    @Test
    void aTerminalFailureLeavesNoBytes() {
        fetching.failsWith(FailureCode.CHECKSUM_MISMATCH, request(url(), sha256(image(512))));

        assertThat(fetching.files()).isEmpty();
    }

    @Test
    void aMismatchSaysWhatCameAndWhatWasWanted() {
        FailureException e = fetching.failsWith(FailureCode.CHECKSUM_MISMATCH, request(url(), sha256(image(512))));

        assertThat(e)
                .hasMessageContainingAll(
                        sha256(IMAGE).toString(), sha256(image(512)).toString(), url());
        assertThat(origin.requests()).hasSize(1);
    }

    @Test
    void everyHashThatIsGivenMustMatch() {
        fetching.failsWith(
                FailureCode.CHECKSUM_MISMATCH, request(url(), sha256(IMAGE), hash(Algorithm.MD5, image(512))));
    }

    @Test
    void aWeakHashIsCheckedBesideAStrongOne() {
        assertThat(fetching.fetch(
                        request(url(), sha256(IMAGE), hash(Algorithm.MD5, IMAGE), hash(Algorithm.SHA1, IMAGE))))
                .isNotNull();
    }

    @Test
    void noSecretOfTheUrlIsSaid() {
        FailureException e = fetching.failsWith(FailureCode.ORIGIN_NOT_FOUND, request(origin.url("/none?file=SECRET")));

        assertThat(e).hasMessageContaining("/none");
        for (Throwable t = e; t != null; t = t.getCause()) {
            assertThat(t.toString()).doesNotContain("SECRET");
        }
    }

    static Stream<RuntimeException> whatPasses() {
        return Stream.of(
                new FailureException(FailureCode.NO_SPACE, "the disk is full"), new IllegalStateException("a defect"));
    }

    @ParameterizedTest
    @MethodSource("whatPasses")
    void anUnpackingThatFailsForNowLeavesOnlyTheDownload(RuntimeException failure) {
        origin.on("/disk.raw", Served.file(Codec.GZIP.compress(IMAGE)));
        fetching.progress = (key, activity, done, total) -> {
            if (activity.equals("decompressing")) {
                throw failure;
            }
        };

        assertThatThrownBy(() -> fetching.fetch(request(url()))).isSameAs(failure);

        assertThat(fetching.files()).contains("download", "download.state").doesNotContain("unpacked");
        assertThat(fetching.files().contains("resting"))
                .as("others may have its room")
                .isEqualTo(failure instanceof FailureException);
    }

    /** Sources that hold the disk together, while each lacks what the others hold, would else wait for each other for ever. */
    @Test
    void whatDoesNotGetOnMayBeGivenUpUntilTheNextAttempt() {
        origin.on("/disk.raw", Served.file(IMAGE).cutAfter(1_000), FakeOrigin.status(503));
        fetching.failsWith(FailureCode.ORIGIN_UNAVAILABLE, request(url()));
        assertThat(fetching.files()).as("it has got on").containsExactly("download", "download.state");
        fetching.failsWith(FailureCode.ORIGIN_UNAVAILABLE, request(url()));
        assertThat(fetching.files()).containsExactly("download", "download.state", "resting");
        var noted = new ArrayList<String>();
        fetching.progress = (key, activity, done, total) -> noted.addAll(fetching.files());
        origin.on("/disk.raw", Served.file(IMAGE));

        fetching.fetch(request(url()));

        assertThat(origin.requests().getLast().header("Range")).hasValue("bytes=1000-");
        assertThat(noted).contains("download").doesNotContain("resting");
    }

    @Test
    void whatCannotBeTidiedUpHidesNoFailure() {
        File inTheWay = fetching.work("source").resolve("in the way").toFile();
        fetching.progress = (key, activity, done, total) ->
                assertThat(inTheWay.exists() || inTheWay.mkdirs()).isTrue();

        FailureException e = fetching.failsWith(FailureCode.CHECKSUM_MISMATCH, request(url(), sha256(image(512))));

        assertThat(e.getSuppressed()).singleElement().isInstanceOf(UncheckedIOException.class);
    }

    @Test
    void bytesThatAKilledProcessUnpackedMakeRoomForTheDownload() throws IOException {
        Path unpacked = Files.write(fetching.work("source"), IMAGE);
        var inTheWay = new ArrayList<Boolean>();
        fetching.progress = (key, activity, done, total) -> inTheWay.add(Files.exists(unpacked));

        fetching.fetch(request(url()));

        assertThat(inTheWay).isNotEmpty().containsOnly(false);
    }

    @Test
    void aDownloadStaysOneUntilAllIsKnownOfIt() throws IOException {
        Path facts = fetching.work("source.facts");
        Files.createDirectories(facts.resolve("where a file should be"));
        assertThatThrownBy(() -> fetching.fetch(request(url()))).isInstanceOf(UncheckedIOException.class);
        assertThat(fetching.work("download")).hasBinaryContent(IMAGE);

        Files.delete(facts.resolve("where a file should be"));
        Files.delete(facts);
        fetching.fetch(request(url()));

        assertThat(origin.requests()).hasSize(1);
    }

    @Test
    void progressIsReportedUpToTheEnd() {
        var heard = new ArrayList<String>();
        fetching.progress = (key, activity, done, total) -> heard.add(activity + " " + done + "/" + total);

        fetching.fetch(request(url()));

        assertThat(heard).contains("downloading " + IMAGE.length + "/" + IMAGE.length);
    }

    @Test
    void spaceIsReservedBeforeAByteIsWritten() {
        fetching.fetch(request(url()));

        assertThat(fetching.staging.asked).containsExactly(new WatchedStaging.Asked("download", 0, IMAGE.length));
    }

    @Test
    void withoutALengthSpaceIsReservedAheadOfTheBytes() {
        origin.on("/disk.raw", Served.file(IMAGE).framing(Framing.CHUNKED));

        fetching.fetch(request(url()));

        assertThat(fetching.staging.asked).hasSize(2).last().satisfies(asked -> {
            assertThat(asked.size()).as("nothing is written yet").isZero();
            assertThat(asked.bytes()).isBetween(Reservation.AHEAD, Reservation.AHEAD + IMAGE.length);
        });
    }

    /** Several of those would else hold the disk together, and none of them could end. */
    @Test
    void withoutALengthWhatLacksSpaceHalfWayIsGivenBack() {
        origin.on("/long.raw", (request, out) -> {
            FakeOrigin.head(out, 200, List.of("Transfer-Encoding: chunked"));
            byte[] mebibyte = new byte[1 << 20];
            for (int i = 0; i < 70; i++) {
                out.write("100000\r\n".getBytes(StandardCharsets.US_ASCII));
                out.write(mebibyte);
                out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
            }
        });
        fetching.staging.refuseAbove(65 << 20);

        fetching.failsWith(FailureCode.NO_SPACE, request(origin.url("/long.raw")));

        assertThat(fetching.staging.asked)
                .extracting(WatchedStaging.Asked::bytes)
                .satisfiesExactly(
                        none -> assertThat(none).isZero(),
                        someAhead -> assertThat(someAhead).isBetween(Reservation.AHEAD, 65L << 20),
                        moreThanThereIs -> assertThat(moreThanThereIs).isGreaterThan(65L << 20));
        assertThat(fetching.staging.workFile(KEY, "download")).isEmptyFile();
    }

    @Test
    void moreThanTheDiskHasIsRefusedBeforeAByteIsWritten() {
        origin.on("/huge.raw", (request, out) -> {
            FakeOrigin.head(out, 200, List.of("Content-Length: " + (1L << 55)));
            out.write(IMAGE);
        });
        fetching.limits = new Limits(
                new ByteSize(Long.MAX_VALUE), fetching.limits.decompressed(), 200, fetching.limits.ratioFloor());

        fetching.failsWith(FailureCode.NO_SPACE, request(origin.url("/huge.raw")));

        assertThat(fetching.work("download")).isEmptyFile();
        assertThat(fetching.staging.held).isZero();
    }

    @Test
    void spaceIsGivenBackWhateverHappens() {
        fetching.fetch(request(url()));
        fetching.failsWith(FailureCode.ORIGIN_NOT_FOUND, request(origin.url("/none")));
        fetching.failsWith(FailureCode.CHECKSUM_MISMATCH, request(url(), sha256(image(512))));

        assertThat(fetching.staging.held).isZero();
    }
}
