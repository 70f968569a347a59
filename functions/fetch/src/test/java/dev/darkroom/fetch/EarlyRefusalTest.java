package dev.darkroom.fetch;

import static dev.darkroom.fetch.Fetching.image;
import static dev.darkroom.fetch.Fetching.join;
import static dev.darkroom.fetch.Fetching.sha256;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.darkroom.events.Checksum;
import dev.darkroom.events.Digest;
import dev.darkroom.events.DiskFormat;
import dev.darkroom.events.FailureCode;
import dev.darkroom.events.FailureException;
import dev.darkroom.events.ImageRequested;
import dev.darkroom.events.testing.Samples;
import dev.darkroom.fetch.testing.Codec;
import dev.darkroom.fetch.testing.FakeOrigin;
import dev.darkroom.fetch.testing.Served;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What will be refused in the end does not cost its gigabytes before; the origin counts what it was able to send. */
class EarlyRefusalTest extends FetchCase {
    private static final long GIBIBYTE = 1L << 30;
    private static final byte[] IMAGE = image(1_000 * 512);

    private final AtomicLong sent = new AtomicLong();

    /** A qcow2 that names a backing file (CVE-2015-5163): the rest of its first cluster is as it should be. */
    private static byte[] hostile() {
        return ByteBuffer.allocate(64 * 1024)
                .putInt(0x514649fb)
                .putInt(3)
                .putLong(0x1d8)
                .putInt(11)
                .putInt(16)
                .putLong(GIBIBYTE)
                .putInt(0)
                .putInt(2)
                .putLong(0x30000)
                .putLong(0x10000)
                .putInt(1)
                .putInt(0)
                .putLong(0)
                .putLong(0)
                .putLong(0)
                .putLong(0)
                .putInt(4)
                .putInt(104)
                .array();
    }

    private static byte[] at(int offset, String magic) {
        byte[] content = new byte[64 * 1024];
        byte[] bytes = magic.getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(bytes, 0, content, offset, bytes.length);
        return content;
    }

    private ImageRequested request(DiskFormat declared, Digest... digests) {
        return Samples.requested(
                Samples.spec(origin.url("/disk"), declared, new Checksum(List.of(digests), null, false, null, null)),
                DiskFormat.RAW);
    }

    /** Serves a gibibyte that begins like this. */
    private void serve(byte[] head) {
        origin.on("/disk", (request, out) -> {
            FakeOrigin.head(out, 200, List.of("Content-Length: " + GIBIBYTE));
            send(out, head);
            byte[] rest = new byte[64 * 1024];
            while (sent.get() < GIBIBYTE) {
                send(out, rest);
            }
        });
    }

    private void send(OutputStream out, byte[] bytes) throws IOException {
        out.write(bytes);
        sent.addAndGet(bytes.length);
    }

    static Stream<Arguments> heads() {
        return Stream.of(
                arguments("a backing file", DiskFormat.QCOW2, hostile(), FailureCode.IMAGE_REFUSED, "backing_file"),
                arguments("a qcow2 declared raw", DiskFormat.RAW, hostile(), FailureCode.FORMAT_MISMATCH, "qcow2"),
                arguments(
                        "an encrypted disk",
                        DiskFormat.RAW,
                        at(0, "LUKS\u00ba\u00be\0\2"),
                        FailureCode.IMAGE_REFUSED,
                        "luks"),
                arguments(
                        "a descriptor of VMware",
                        DiskFormat.RAW,
                        at(0, "# Disk DescriptorFile\n"),
                        FailureCode.IMAGE_REFUSED,
                        "vmdk"),
                arguments(
                        "a tar archive",
                        DiskFormat.RAW,
                        at(257, "ustar\00000"),
                        FailureCode.IMAGE_REFUSED,
                        "a tar archive"),
                arguments(
                        "a tar archive of GNU",
                        DiskFormat.RAW,
                        at(257, "ustar  \0"),
                        FailureCode.IMAGE_REFUSED,
                        "a tar archive"),
                arguments(
                        "a zip archive",
                        DiskFormat.RAW,
                        at(0, "PK\3\4\24"),
                        FailureCode.IMAGE_REFUSED,
                        "a zip archive"),
                arguments(
                        "a 7z archive",
                        DiskFormat.RAW,
                        at(0, "7z\u00bc\u00af'\u001c"),
                        FailureCode.IMAGE_REFUSED,
                        "a 7z archive"),
                arguments(
                        "a rar archive",
                        DiskFormat.RAW,
                        at(0, "Rar!\u001a\7\1"),
                        FailureCode.IMAGE_REFUSED,
                        "a rar archive"),
                arguments(
                        "a Debian package",
                        DiskFormat.RAW,
                        at(0, "!<arch>\ndebian-binary"),
                        FailureCode.IMAGE_REFUSED,
                        "an ar archive"),
                arguments(
                        "lz4", DiskFormat.RAW, at(0, "\4\"M\u0018d@"), FailureCode.IMAGE_REFUSED, "compressed by lz4"),
                arguments("lzip", DiskFormat.RAW, at(0, "LZIP\1"), FailureCode.IMAGE_REFUSED, "compressed by lzip"),
                arguments(
                        "compress",
                        DiskFormat.RAW,
                        at(0, "\u001f\u009d\u0090"),
                        FailureCode.IMAGE_REFUSED,
                        "compressed by compress"),
                arguments(
                        "a web page",
                        DiskFormat.RAW,
                        at(0, "<!doctype html><title>Log in"),
                        FailureCode.IMAGE_REFUSED,
                        "a web page"),
                arguments(
                        "an old web page",
                        DiskFormat.RAW,
                        at(0, "<HTML><BODY>"),
                        FailureCode.IMAGE_REFUSED,
                        "a web page"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("heads")
    void aHeadThatWillBeRefusedCostsKilobytes(
            String what, DiskFormat declared, byte[] head, FailureCode code, String said) {
        serve(head);

        FailureException e = fetching.failsWith(code, request(declared));

        assertThat(e).hasMessageContainingAll(said, origin.url("/disk"));
        assertThat(fetching.downloaded()).isLessThanOrEqualTo(512 * 1024);
        // Of a gigabyte: what the sockets of both sides hold.
        assertThat(sent.get()).isLessThan(32 << 20);
        assertThat(fetching.files()).isEmpty();
        assertThat(fetching.staging.held).isZero();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("heads")
    void aCompressedHeadThatWillBeRefusedIsNotUnpacked(
            String what, DiskFormat declared, byte[] head, FailureCode code, String said) {
        byte[] compressed = Codec.ZSTD.compress(join(head, new byte[40 << 20]));
        origin.on("/disk", Served.file(compressed));

        FailureException e = fetching.failsWith(code, request(declared, sha256(compressed)));

        assertThat(e).hasMessageContaining(said);
        assertThat(fetching.staging.asked).noneMatch(asked -> asked.file().equals("source"));
        assertThat(fetching.files()).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("heads")
    void aShortFileIsRefusedAsWell(String what, DiskFormat declared, byte[] head, FailureCode code, String said) {
        byte[] content = Arrays.copyOf(head, 500);
        origin.on("/disk", Served.file(content));

        assertThat(fetching.failure(request(declared, sha256(content))).code())
                .isIn(FailureCode.IMAGE_REFUSED, FailureCode.FORMAT_MISMATCH);
    }

    @Test
    void aCompressedDownloadIsNotTakenForAnImage() {
        byte[] compressed = Codec.GZIP.compress(IMAGE);
        origin.on("/disk", Served.file(compressed));

        assertThat(fetching.staged(fetching.fetch(request(DiskFormat.RAW, sha256(compressed)))))
                .hasBinaryContent(IMAGE);
    }

    @Test
    void theChecksumStillDecidesOverWhatLooksGood() {
        origin.on("/disk", Served.file(IMAGE));

        fetching.failsWith(FailureCode.CHECKSUM_MISMATCH, request(DiskFormat.RAW, sha256(hostile())));
    }

    @Test
    void whatLooksWrongOnlyWhereItWasContinuedIsFetchedAnew() {
        origin.on(
                "/disk",
                Served.file(join(hostile(), IMAGE)).validator("").cutAfter(100),
                Served.file(IMAGE).validator(""));

        var fetched = fetching.fetch(request(DiskFormat.RAW, sha256(IMAGE)));

        assertThat(fetching.staged(fetched)).hasBinaryContent(IMAGE);
        assertThat(origin.requests()).hasSize(3);
        assertThat(origin.requests().getLast().header("Range")).isEmpty();
    }

    @Test
    void anAttemptThatGotNothingTakesNoLookFromTheNext() {
        fetching.attempts = 1;
        origin.on("/disk", Served.file(IMAGE).cutAfter(0));
        fetching.failsWith(FailureCode.DOWNLOAD_TRUNCATED, request(DiskFormat.QCOW2, sha256(IMAGE)));
        serve(hostile());

        fetching.failsWith(FailureCode.IMAGE_REFUSED, request(DiskFormat.QCOW2, sha256(IMAGE)));

        assertThat(fetching.downloaded()).isLessThanOrEqualTo(512 * 1024);
    }

    @Test
    void anOriginThatCutsItselfToPiecesGainsNothing() {
        origin.on("/disk", Served.file(join(hostile(), IMAGE)).cutAfter(100));

        FailureException e = fetching.failure(request(DiskFormat.QCOW2, sha256(IMAGE)));

        assertThat(e.code()).isIn(FailureCode.IMAGE_REFUSED, FailureCode.DOWNLOAD_TRUNCATED);
        assertThat(fetching.downloaded()).isLessThan(4_096);
    }
}
