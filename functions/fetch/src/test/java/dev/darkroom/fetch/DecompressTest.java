package dev.darkroom.fetch;

import static dev.darkroom.fetch.Fetching.image;
import static dev.darkroom.fetch.Fetching.join;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.darkroom.events.FailureCode;
import dev.darkroom.events.FailureException;
import dev.darkroom.fetch.testing.Codec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Compressed sources, good and bad, in all four compressions. */
class DecompressTest extends Unpacking {
    private static final byte[] IMAGE = image(601 * 512);

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
        assertThat(stored(file)).isLessThan(2 << 20);
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
        return switch (codec) {
            case GZIP -> Codec.BZIP2;
            case BZIP2 -> Codec.XZ;
            case XZ -> Codec.ZSTD;
            case ZSTD -> Codec.GZIP;
        };
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("damage")
    void aDamagedStreamIsRefused(Codec codec, String damage, byte[] compressed) {
        FailureException e = failure(compressed);

        assertThat(e.code()).isEqualTo(FailureCode.COMPRESSION_INVALID);
        assertThat(e).hasMessageContaining(Compression.valueOf(codec.name()).toString());
    }
}
