package dev.darkroom.fetch;

import static dev.darkroom.fetch.Fetching.image;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.darkroom.events.ByteSize;
import dev.darkroom.fetch.testing.Codec;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class CompressionTest {
    @TempDir
    Path directory;

    private Compression of(byte[] content) throws IOException {
        return Compression.of(Files.write(directory.resolve("file"), content)).orElse(null);
    }

    private static String unpacked(Compression compression, byte[] content) throws IOException {
        try (InputStream in = compression.reader(new ByteArrayInputStream(content), ByteSize.ofMiB(128))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** The word "darkroom" and the empty word, as the tools of Debian 12 write them. */
    static Stream<Arguments> tools() {
        return Stream.of(
                arguments("gzip -9", Compression.GZIP, "H4sICGkFBmsCA3QAS0ksyi7Kz88FAGhSkecIAAAA", "darkroom"),
                arguments(
                        "bzip2 -9",
                        Compression.BZIP2,
                        "QlpoOTFBWSZTWd5fPhQAAACBgCQKkAAgACIYaDAFA5Uwu5IpwoSG8vnwoA==",
                        "darkroom"),
                arguments(
                        "xz -9",
                        Compression.XZ,
                        "/Td6WFoAAATm1rRGAgAhARwAAAAQz1jMAQAHZGFya3Jvb20ACdATN2SvKmcAASAIuxnZux+2830BAAAAAARZWg==",
                        "darkroom"),
                arguments("zstd -19", Compression.ZSTD, "KLUv/SQIQQAAZGFya3Jvb202Je2N", "darkroom"),
                arguments(
                        "pzstd, a skippable frame first",
                        Compression.ZSTD,
                        "UCpNGAQAAAAVAAAAKLUv/QRYQQAAZGFya3Jvb202Je2N",
                        "darkroom"),
                arguments("gzip, nothing", Compression.GZIP, "H4sICGkFBmsAA2UAAwAAAAAAAAAAAA==", ""),
                arguments("bzip2, nothing", Compression.BZIP2, "QlpoORdyRThQkAAAAAA=", ""),
                arguments("xz, nothing", Compression.XZ, "/Td6WFoAAATm1rRGAAAAABzfRCEftvN9AQAAAAAEWVo=", ""),
                arguments("zstd, nothing", Compression.ZSTD, "KLUv/SQAAQAAmenYUQ==", ""));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("tools")
    void whatToolsWriteIsRecognisedAndUndone(String tool, Compression expected, String base64, String word)
            throws IOException {
        byte[] content = Base64.getDecoder().decode(base64);

        assertThat(of(content)).isEqualTo(expected);
        assertThat(unpacked(expected, content)).isEqualTo(word);
    }

    @ParameterizedTest
    @EnumSource(Codec.class)
    void aCompressorIsToldByItsFirstBytes(Codec codec) throws IOException {
        byte[] compressed = codec.compress(image(10_000));

        assertThat(of(compressed)).isEqualTo(Compression.valueOf(codec.name()));
        assertThat(of(Arrays.copyOf(compressed, 10))).isEqualTo(Compression.valueOf(codec.name()));
    }

    static Stream<Arguments> others() {
        return Stream.of(
                arguments("nothing", ""),
                arguments("one byte", "1f"),
                arguments("half of gzip", "1f8b"),
                arguments("gzip of an unknown method", "1f8b0700000000000000"),
                arguments("compress (.Z)", "1f9d90000000000000"),
                arguments("half of bzip2", "425a6839314159265359".substring(0, 18)),
                arguments("bzip2 of level 0", "425a6830314159265359"),
                arguments("bzip2 of level colon", "425a683a314159265359"),
                arguments(
                        "text that begins with BZh",
                        HexFormat.of().formatHex("BZh9 is a word".getBytes(StandardCharsets.US_ASCII))),
                arguments("half of xz", "fd377a585a"),
                arguments("lzma without a container", "5d00008000ffffffff"),
                arguments("half of zstd", "28b52f"),
                arguments("zstd of version 0.7", "27b52ffd00000000"),
                arguments("a frame before the skippable ones", "4f2a4d1804000000"),
                arguments("a frame behind the skippable ones", "602a4d1804000000"),
                arguments("lz4", "04224d186440a7"),
                arguments("zip", "504b0304140000000800"),
                arguments("7z", "377abcaf271c0004"),
                arguments("gzip from the second byte on", "001f8b0800000000"),
                arguments("qcow2", "514649fb00000003"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("others")
    void whatIsNoneOfThemIsNotUndone(String what, String hex) throws IOException {
        assertThat(of(HexFormat.of().parseHex(hex))).isNull();
    }
}
