package dev.darkroom.fetch;

import static dev.darkroom.fetch.Fetching.image;
import static dev.darkroom.fetch.Fetching.join;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.darkroom.events.ByteSize;
import dev.darkroom.events.FailureCode;
import dev.darkroom.events.FailureException;
import dev.darkroom.events.SourceUri;
import dev.darkroom.fetch.testing.Codec;
import dev.darkroom.staging.DirectoryStaging;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Scanner;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Compressed sources, good and bad, in all four compressions. */
@Timeout(60)
class DecompressTest {
    private static final SourceUri SOURCE = SourceUri.parse("https://images.example.org/disk.raw.zst?token=SECRET");
    private static final byte[] IMAGE = image(2_001 * 512);

    @TempDir
    Path directory;

    private Path from;
    private Path to;
    private Limits limits =
            new Limits(ByteSize.ofMiB(2048), ByteSize.ofMiB(2048), 200, ByteSize.ofMiB(64), ByteSize.ofMiB(128));
    private Deadline deadline = Deadline.in(Duration.ofMinutes(5));
    private final List<Long> heard = new ArrayList<>();

    @BeforeEach
    void start() {
        from = directory.resolve("download");
        to = directory.resolve("source");
    }

    private Path decompress(byte[] compressed) throws IOException {
        Files.write(from, compressed);
        try (var space = new DirectoryStaging(directory, new ByteSize(0)).reserve(to, 0)) {
            new Decompress(SOURCE, limits, deadline, space, (done, total) -> {
                        assertThat(total).isEqualTo(compressed.length);
                        heard.add(done);
                    })
                    .decompress(Compression.of(from).orElseThrow(), from, to);
        }
        return to;
    }

    private FailureException failure(byte[] compressed) {
        FailureException e = catchThrowableOfType(FailureException.class, () -> decompress(compressed));
        assertThat(e).as("it should be refused").isNotNull();
        assertThat(e).hasMessageContaining("https://images.example.org/disk.raw.zst");
        assertThat(e.getMessage()).doesNotContain("SECRET");
        return e;
    }

    private void allow(long decompressed, int ratio, long floor, ByteSize memory) {
        limits = new Limits(limits.download(), new ByteSize(decompressed), ratio, new ByteSize(floor), memory);
    }

    @ParameterizedTest
    @EnumSource
    void aStreamIsUndone(Codec codec) throws IOException {
        assertThat(decompress(codec.compress(IMAGE))).hasBinaryContent(IMAGE);
        assertThat(heard).isSorted().isNotEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void streamsThatAreJoinedAreOne(Codec codec) throws IOException {
        byte[] compressed = join(
                codec.compress(Arrays.copyOf(IMAGE, 1_000)),
                codec.compress(new byte[0]),
                codec.compress(Arrays.copyOfRange(IMAGE, 1_000, IMAGE.length)));

        assertThat(decompress(compressed)).hasBinaryContent(IMAGE);
    }

    @ParameterizedTest
    @EnumSource
    void longRunsOfZerosBecomeHoles(Codec codec) throws IOException {
        byte[] disk = new byte[40 << 20];
        System.arraycopy(IMAGE, 0, disk, 0, 512);
        System.arraycopy(IMAGE, 0, disk, 20 << 20, 5_000);
        disk[disk.length - 1] = 1;

        Path file = decompress(codec.compress(disk));

        assertThat(Files.mismatch(file, Files.write(directory.resolve("expected"), disk)))
                .isEqualTo(-1);
        assertThat(blocks(file)).isLessThan(2 << 20);
    }

    /** The bytes that a file takes on the disk. */
    private static long blocks(Path file) throws IOException {
        try {
            Process du = new ProcessBuilder("du", "--block-size=1", file.toString()).start();
            try (var words = new Scanner(du.getInputStream(), StandardCharsets.US_ASCII)) {
                return words.nextLong();
            }
        } catch (NoSuchElementException e) {
            throw new AssertionError("du did not answer", e);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aStreamThatEndsInZerosKeepsItsSize(Codec codec) throws IOException {
        assertThat(decompress(codec.compress(new byte[(3 << 20) + 7]))).hasSize((3 << 20) + 7);
    }

    @ParameterizedTest
    @EnumSource
    void aStreamOfNothingBecomesAnEmptyFile(Codec codec) throws IOException {
        assertThat(decompress(codec.compress(new byte[0]))).isEmptyFile();
    }

    // Damage.

    static Stream<Arguments> damage() {
        return Stream.of(Codec.values()).flatMap(codec -> {
            byte[] good = codec.compress(IMAGE);
            byte[] flipped = good.clone();
            flipped[good.length / 2] ^= 0x10;
            byte[] checksum = good.clone();
            checksum[good.length - 6] ^= 0x10;
            return Stream.of(
                    arguments(codec, "cut in the middle", Arrays.copyOf(good, good.length / 2)),
                    arguments(codec, "cut by one byte", Arrays.copyOf(good, good.length - 1)),
                    arguments(codec, "cut behind its magic", Arrays.copyOf(good, 11)),
                    arguments(codec, "a flipped bit", flipped),
                    arguments(codec, "a flipped bit at the end", checksum),
                    arguments(codec, "text behind the end", join(good, "and more".getBytes(StandardCharsets.US_ASCII))),
                    arguments(codec, "a disk behind the end", join(good, IMAGE)),
                    // Zeros in fours may stand behind an xz stream (section 2.2 of its specification).
                    arguments(codec, "zeros behind the end", join(good, new byte[4095])),
                    arguments(codec, "one byte behind the end", join(good, new byte[] {1})),
                    arguments(codec, "half a stream behind the end", join(good, Arrays.copyOf(good, 20))),
                    arguments(
                            codec,
                            "another compression behind the end",
                            join(good, other(codec).compress(IMAGE))));
        });
    }

    private static Codec other(Codec codec) {
        return Codec.values()[(codec.ordinal() + 1) % Codec.values().length];
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("damage")
    void aDamagedStreamIsRefused(Codec codec, String damage, byte[] compressed) {
        FailureException e = failure(compressed);

        assertThat(e.code()).isEqualTo(FailureCode.COMPRESSION_INVALID);
        assertThat(e).hasMessageContaining(Compression.valueOf(codec.name()).toString());
    }
}
