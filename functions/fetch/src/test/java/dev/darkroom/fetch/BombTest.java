package dev.darkroom.fetch;

import static dev.darkroom.fetch.Fetching.image;
import static dev.darkroom.fetch.Fetching.join;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import dev.darkroom.events.ByteSize;
import dev.darkroom.events.FailureCode;
import dev.darkroom.events.FailureException;
import dev.darkroom.fetch.origin.Deadline;
import dev.darkroom.fetch.testing.Codec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/** Small files that want to become large ones, or to take time or memory. The heap of this test is small on purpose. */
class BombTest extends Unpacking {
    private static final int MEBIBYTE = 1 << 20;
    private static final ByteSize MUCH = GENEROUS.decompressed();

    private void isExceeded(String setting, byte[]... members) {
        FailureException e = failure(members);

        assertThat(e.code()).isEqualTo(FailureCode.LIMIT_EXCEEDED);
        assertThat(e).hasMessageContaining(setting);
    }

    static Stream<Arguments> aroundTheLimit() {
        return Stream.of(Codec.values()).flatMap(codec -> Stream.of(-1, 0, 1).map(more -> arguments(codec, more)));
    }

    @ParameterizedTest(name = "{0}, {1} bytes more than allowed")
    @MethodSource("aroundTheLimit")
    void theSizeIsHeldToTheByte(Codec codec, int more) throws IOException {
        byte[] content = image(300_000);
        limit(new ByteSize(content.length - more), 200, Limits.RATIO_FLOOR);

        if (more > 0) {
            isExceeded("darkroom.fetch.max-decompressed", codec.compress(content));
        } else {
            assertThat(decompress(codec.compress(content))).hasBinaryContent(content);
        }
    }

    @ParameterizedTest(name = "{0}, {1} bytes more than allowed")
    @MethodSource("aroundTheLimit")
    void holesCountForTheSize(Codec codec, int more) throws IOException {
        int size = 5 * MEBIBYTE;
        limit(new ByteSize(size - more), 200, Limits.RATIO_FLOOR);

        if (more > 0) {
            isExceeded("darkroom.fetch.max-decompressed", codec.compress(new byte[size]));
        } else {
            assertThat(decompress(codec.compress(new byte[size]))).hasSize(size);
        }
    }

    @ParameterizedTest(name = "{0}, {1} bytes more than allowed")
    @MethodSource("aroundTheLimit")
    void theRatioCountsFromItsFloorOn(Codec codec, int more) throws IOException {
        byte[] content = letters(200_000);
        limit(MUCH, 1, new ByteSize(content.length - more));

        if (more > 0) {
            isExceeded("darkroom.fetch.max-ratio", codec.compress(content));
        } else {
            assertThat(decompress(codec.compress(content))).hasBinaryContent(content);
        }
    }

    @ParameterizedTest
    @EnumSource
    void theRatioIsHeldExactly(Codec codec) throws IOException {
        byte[] content = letters(200_000);
        byte[] compressed = codec.compress(content);
        int ratio = (content.length + compressed.length - 1) / compressed.length;

        limit(MUCH, ratio, new ByteSize(0));
        assertThat(decompress(compressed)).hasBinaryContent(content);

        limit(MUCH, ratio - 1, new ByteSize(0));
        isExceeded("darkroom.fetch.max-ratio", compressed);
    }

    private static byte[] letters(int length) {
        byte[] content = new byte[length];
        Arrays.fill(content, (byte) 'A');
        return content;
    }

    // Bombs that are known to go off elsewhere.

    @ParameterizedTest
    @EnumSource
    void oneGibibyteOfZerosEndsAtTheLimitAndTakesNoDisk(Codec codec) throws IOException {
        byte[][] members = repeat(codec.compress(new byte[MEBIBYTE], 64), 16);
        limit(new ByteSize((1L << 30) - 1), 200, Limits.RATIO_FLOOR);

        isExceeded("darkroom.fetch.max-decompressed", members);

        assertThat(stored(to)).isLessThan(MEBIBYTE);
    }

    @ParameterizedTest
    @EnumSource
    void oneGibibyteOfOneLetterEndsAtTheRatio(Codec codec) throws IOException {
        byte[][] members = repeat(codec.compress(letters(MEBIBYTE), 64), 16);

        isExceeded("darkroom.fetch.max-ratio", members);

        assertThat(Files.size(to)).isLessThan(66L * MEBIBYTE);
    }

    @ParameterizedTest
    @EnumSource
    void twoLettersThatTakeTurnsAreABombToo(Codec codec) {
        byte[] content = letters(MEBIBYTE / 4);
        for (int i = 0; i < content.length; i += 2) {
            content[i] = 'B';
        }

        isExceeded("darkroom.fetch.max-ratio", repeat(codec.compress(content), 300));
    }

    @Test
    void aDiskThatIsMostlyEmptyIsNoBomb() throws IOException {
        byte[] some = image(MEBIBYTE);

        assertThat(decompress(
                        Codec.ZSTD.compress(some),
                        Codec.ZSTD.compress(new byte[MEBIBYTE], 500),
                        Codec.ZSTD.compress(some)))
                .hasSize(502L * MEBIBYTE);
    }

    private static byte[][] repeat(byte[] member, int times) {
        byte[][] members = new byte[times][];
        Arrays.fill(members, member);
        return members;
    }

    // Layers.

    static Stream<Arguments> layers() {
        return Stream.of(Codec.values())
                .flatMap(outer -> Stream.of(Codec.values()).map(inner -> arguments(inner, outer)));
    }

    @ParameterizedTest(name = "{0} in {1}")
    @MethodSource("layers")
    void aSecondLayerIsRefusedAtOnce(Codec inner, Codec outer) throws IOException {
        byte[] once = inner.compress(image(300_000));

        FailureException e = failure(outer.compress(once));

        assertThat(e.code()).isEqualTo(FailureCode.COMPRESSION_INVALID);
        assertThat(e).hasMessageContaining("another compressed stream");
        assertThat(to).isEmptyFile();
    }

    @ParameterizedTest(name = "{0} in {1}")
    @MethodSource("layers")
    void aSmallSecondLayerIsRefusedToo(Codec inner, Codec outer) {
        FailureException e = failure(outer.compress(inner.compress(new byte[] {1, 2, 3})));

        assertThat(e.code()).isEqualTo(FailureCode.COMPRESSION_INVALID);
    }

    // Memory.

    static Stream<Arguments> windows() {
        // The decoder of xz wants 40 KiB, its dictionary and 64 KiB of it more.
        return Stream.of(
                arguments("xz, dictionary of 8 MiB, one KiB less than it needs", xz(8), 8 * 1024 + 104 - 1, false),
                arguments("xz, dictionary of 8 MiB, what it needs", xz(8), 8 * 1024 + 104, true),
                arguments("xz, dictionary of 8 MiB, one KiB more than it needs", xz(8), 8 * 1024 + 104 + 1, true),
                arguments("xz, dictionary of 192 MiB, as configured at first", xz(192), 128 * 1024, false),
                arguments("zstd, window of 8 MiB, one KiB less than it needs", zstd(23), 8 * 1024 - 1, false),
                arguments("zstd, window of 8 MiB, what it needs", zstd(23), 8 * 1024, true),
                arguments("zstd, window of 8 MiB, one KiB more than it needs", zstd(23), 8 * 1024 + 1, true),
                arguments("zstd, window of 128 MiB, as configured at first", window(27), 128 * 1024, true),
                arguments("zstd, window of 256 MiB, as configured at first", window(28), 128 * 1024, false),
                arguments("zstd, window of 2 GiB", window(31), 128 * 1024, false));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("windows")
    void aDecoderThatNeedsTooMuchMemoryDoesNotStart(String what, byte[] compressed, int kibibytes, boolean fits)
            throws IOException {
        decoderMemory = new ByteSize(kibibytes * 1024L);

        FailureException e = catchThrowableOfType(FailureException.class, () -> decompress(compressed));

        if (fits) {
            assertThat(e == null || e.code() == FailureCode.COMPRESSION_INVALID).isTrue();
        } else {
            assertThat(e.code()).isEqualTo(FailureCode.LIMIT_EXCEEDED);
            assertThat(e).hasMessageContaining("of memory to unpack");
        }
    }

    /** @param mebibytes of its dictionary: 8, or three times a power of two */
    static byte[] xz(int mebibytes) {
        var compressed = new ByteArrayOutputStream();
        try {
            var options = new LZMA2Options(0);
            options.setDictSize(8 * MEBIBYTE);
            try (OutputStream out = new XZOutputStream(compressed, options)) {
                out.write(image(5_000));
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return mebibytes == 8 ? compressed.toByteArray() : withDictionary(compressed.toByteArray(), mebibytes);
    }

    /** Sets the dictionary's size in the one block of a stream (its file format, sections 3.1 and 5.3.1). */
    private static byte[] withDictionary(byte[] stream, int mebibytes) {
        int header = 12;
        int length = (stream[header] + 1) * 4;
        int at = header + 4;
        // 2 or 3, shifted: 192 MiB is 3 << 26.
        int bits = 2 * (Integer.numberOfTrailingZeros(mebibytes / 3) + 20 - 11) + 1;
        stream[at] = (byte) bits;
        var crc = new CRC32();
        crc.update(stream, header, length - 4);
        ByteBuffer.wrap(stream).order(ByteOrder.LITTLE_ENDIAN).putInt(header + length - 4, (int) crc.getValue());
        return stream;
    }

    private static byte[] zstd(int windowLog) {
        var compressed = new ByteArrayOutputStream();
        try (var out = new ZstdOutputStreamNoFinalizer(compressed, 1)) {
            out.setLong(windowLog);
            out.write(image(5_000));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return compressed.toByteArray();
    }

    /** A frame whose header asks for that window and nothing else (RFC 8878, section 3.1.1.1.2); its one block is raw. */
    private static byte[] window(int log) {
        return new byte[] {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd, 0, (byte) ((log - 10) << 3), 0x09, 0, 0, 7};
    }

    // Bytes that unpack to nothing.

    static Stream<Arguments> idle() {
        byte[] name = new byte[5 * MEBIBYTE];
        Arrays.fill(name, (byte) 'n');
        byte[] skipped = ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(0x184D2A50)
                .putInt(name.length)
                .array();
        return Stream.of(
                arguments("gzip, a name without an end", new byte[] {0x1f, (byte) 0x8b, 8, 8, 0, 0, 0, 0, 0, 3}, name),
                arguments(
                        "gzip, a comment without an end",
                        new byte[] {0x1f, (byte) 0x8b, 8, 16, 0, 0, 0, 0, 0, 3},
                        name),
                arguments("zstd, a frame to be skipped", skipped, name),
                arguments("gzip, many empty members", new byte[0], many(Codec.GZIP)),
                arguments("bzip2, many empty streams", new byte[0], many(Codec.BZIP2)),
                arguments("zstd, many empty frames", new byte[0], many(Codec.ZSTD)));
    }

    private static byte[] many(Codec codec) {
        byte[] empty = codec.compress(new byte[0]);
        byte[] all = new byte[(5 * MEBIBYTE / empty.length) * empty.length];
        for (int at = 0; at < all.length; at += empty.length) {
            System.arraycopy(empty, 0, all, at, empty.length);
        }
        return all;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("idle")
    void bytesThatUnpackToNothingEndSomewhere(String what, byte[] head, byte[] rest) {
        isExceeded("unpack to nothing", head, rest);
    }

    // Time.

    @ParameterizedTest
    @EnumSource
    void aDeadlineEndsIt(Codec codec) {
        deadline = Deadline.in(Duration.ZERO, "come back later");

        FailureException e = failure(codec.compress(new byte[MEBIBYTE], 4));

        assertThat(e).hasMessageContaining("come back later");
        assertThat(heard).isEmpty();
    }

    @Test
    void joinedStreamsCountTogether() {
        byte[] content = image(100_000);
        limit(new ByteSize(299_999), 200, Limits.RATIO_FLOOR);

        isExceeded("darkroom.fetch.max-decompressed", repeat(join(Codec.ZSTD.compress(content)), 3));
    }
}
