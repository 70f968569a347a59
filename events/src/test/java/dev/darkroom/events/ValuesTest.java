package dev.darkroom.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValuesTest {
    private static final String HEX64 = "ab".repeat(32);

    /** A value type: what it is called in messages, and how it reads its text. */
    record Kind(String name, Function<String, ?> read) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Kind> names() {
        return Stream.of(
                new Kind("key", ImageKey::new),
                new Kind("alias", Alias::new),
                new Kind("target", TargetName::new),
                new Kind("catalogue", CatalogueName::new));
    }

    @ParameterizedTest
    @MethodSource("names")
    void namesAreLowerCaseWordsOfAtMost128Characters(Kind kind) {
        for (String good : new String[] {"a", "0", "debian_12_20260801", "kube-1.34", "a..b", "a".repeat(128)}) {
            assertThat(kind.read().apply(good)).hasToString(good);
        }
        for (String bad : new String[] {
            null,
            "",
            " ",
            "A",
            "\u00e4",
            "\u0430",
            "-a",
            ".a",
            "..",
            "_a",
            "a b",
            "a/b",
            "a\\b",
            "a:b",
            "a\n",
            "a\u0000",
            "{{a}}",
            "%61",
            "a".repeat(129)
        }) {
            assertThatThrownBy(() -> kind.read().apply(bad))
                    .as("%s", bad)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith(kind.name() + " must match [a-z0-9]")
                    .hasMessageEndingWith("but is " + Texts.quote(bad));
        }
    }

    static Stream<Arguments> refused() {
        var digest = new Kind("digest", Digest::parse);
        var id = new Kind("image ID", ImageId::parse);
        var format = new Kind("disk format", DiskFormat::of);
        var visibility = new Kind("visibility", Visibility::of);
        var code = new Kind("failure code", FailureCode::of);
        var type = new Kind("event type", EventType::of);
        var outcome = new Kind("outcome", ImageReady.Outcome::of);
        return Stream.of(
                Arguments.of(digest, "", "checksum must be sha256:<hex> or sha512:<hex>"),
                Arguments.of(digest, HEX64, "checksum must be sha256:<hex> or sha512:<hex>"),
                Arguments.of(digest, ":" + HEX64, "checksum must be sha256:<hex> or sha512:<hex>"),
                Arguments.of(digest, "crc32:abababab", "checksum must be sha256:<hex> or sha512:<hex>"),
                Arguments.of(digest, "sha-256:" + HEX64, "checksum must be sha256:<hex> or sha512:<hex>"),
                Arguments.of(digest, "sha256:", "sha256 must be 64 hex digits but is \"\""),
                Arguments.of(digest, "sha256:" + HEX64.substring(1), "sha256 must be 64 hex digits"),
                Arguments.of(digest, "sha256:" + HEX64 + "a", "sha256 must be 64 hex digits"),
                Arguments.of(digest, "sha256: " + HEX64.substring(1), "sha256 must be 64 hex digits"),
                Arguments.of(digest, "sha256:" + "g".repeat(64), "sha256 must be 64 hex digits"),
                Arguments.of(digest, "sha256:" + "\u0661".repeat(64), "sha256 must be 64 hex digits"),
                Arguments.of(digest, "sha512:" + HEX64, "sha512 must be 128 hex digits"),
                Arguments.of(digest, "md5:" + HEX64, "md5 must be 32 hex digits"),
                Arguments.of(digest, "sha1:" + HEX64, "sha1 must be 40 hex digits"),
                Arguments.of(id, "", "image ID must be a UUID"),
                Arguments.of(id, "1-1-1-1-1", "image ID must be a UUID but is \"1-1-1-1-1\""),
                Arguments.of(id, "ba6d0a2b5ba55f6b8f308b8d1f6cf0a1", "image ID must be a UUID"),
                Arguments.of(id, "{ba6d0a2b-5ba5-5f6b-8f30-8b8d1f6cf0a1}", "image ID must be a UUID"),
                Arguments.of(id, "a\n" + "b".repeat(9999), "image ID must be a UUID but is \"a\\u000abbb"),
                Arguments.of(format, "", "disk format must be one of raw, qcow2, vmdk, vhd, vhdx, vdi, iso"),
                Arguments.of(format, "vpc", "disk format must be one of"),
                Arguments.of(format, "RAW", "disk format must be one of"),
                Arguments.of(visibility, "Public", "visibility must be one of community, public, shared, private"),
                Arguments.of(visibility, "", "visibility must be one of"),
                Arguments.of(code, "no_space", "there is no failure code \"no_space\""),
                Arguments.of(type, "image.ready.v1", "there is no event type \"image.ready.v1\""),
                Arguments.of(outcome, "UPLOADED", "outcome must be one of uploaded, skipped, updated"));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("refused")
    void isRefusedWithItsNameAndForm(Kind kind, String text, String message) {
        assertThatThrownBy(() -> kind.read().apply(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(message)
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(500).doesNotContain("\n"));
    }

    @Test
    void everyLabelIsReadBack() {
        Stream.of(DiskFormat.values())
                .forEach(each -> assertThat(DiskFormat.of(each.label())).isEqualTo(each));
        Stream.of(Visibility.values())
                .forEach(each -> assertThat(Visibility.of(each.label())).isEqualTo(each));
        Stream.of(FailureCode.values())
                .forEach(each -> assertThat(FailureCode.of(each.label())).isEqualTo(each));
        Stream.of(EventType.values())
                .forEach(each -> assertThat(EventType.of(each.type())).isEqualTo(each));
        Stream.of(Topic.values())
                .forEach(each -> assertThat(Topic.at(each.address())).contains(each));
        assertThat(Topic.at("darkroom.ready.v1.dlq")).isEmpty();
    }

    @Test
    void failureCodesAreLowerCaseWordsAndExplainThemselves() {
        for (FailureCode code : FailureCode.values()) {
            assertThat(code.label()).matches("[a-z]+(-[a-z]+)*");
            assertThat(code.meaning()).endsWith(".");
        }
    }

    @Test
    void digestsAreWrittenInLowerCase() {
        assertThat(Digest.parse("SHA256:" + HEX64.toUpperCase(Locale.ROOT)))
                .hasToString("sha256:" + HEX64)
                .isEqualTo(Digest.parse("sha256:" + HEX64));
    }

    @Test
    void theHashOfBytesIsTheirSha256() {
        assertThat(Digest.sha256("abc".getBytes(StandardCharsets.US_ASCII)))
                .hasToString("sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0 B",
        "1023, 1023 B",
        "1024, 1.0 KiB",
        "1536, 1.5 KiB",
        "1048576, 1.0 MiB",
        "10737418240, 10.0 GiB",
        "9223372036854775807, 8.0 EiB"
    })
    void sizesAreShownInTheUnitThatFits(long bytes, String shown) {
        assertThat(new ByteSize(bytes)).hasToString(shown);
    }

    @Test
    void sizesAreNotNegativeAndDoNotOverflow() {
        assertThatThrownBy(() -> new ByteSize(-1)).hasMessage("a size must not be negative but is -1");
        assertThat(ByteSize.ofMiB(3)).isEqualTo(new ByteSize(3 * 1024 * 1024)).isGreaterThan(new ByteSize(1));
        assertThatThrownBy(() -> ByteSize.ofMiB(1L << 43)).isInstanceOf(ArithmeticException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "/a", "x/a", "HEX", "HEX/", "HEX/..", "HEX/.a", "HEX/a/b", "HEX/A", "HEX/../a", "../HEX/a"})
    void stagedFilesAreInADirectoryOfTheirOwn(String reference) {
        assertThatThrownBy(() -> new StagedFile(reference.replace("HEX", HEX64), DiskFormat.RAW, 0, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("reference must match");
        assertThat(new StagedFile(HEX64 + "/raw", DiskFormat.RAW, 0, null).sha512())
                .isNull();
    }

    @ParameterizedTest
    @CsvSource({"-1, attempt must not be negative but is -1", "1000001, attempt must be at most 1000000 but is 1000001"
    })
    void anAttemptThatNobodyCanHaveAskedForIsRefused(int attempt, String message) {
        var key = new ImageKey("a");
        assertThatThrownBy(() -> new ImageSettled(key, List.of(), List.of(), List.of(), attempt, null))
                .hasMessage(message);
        assertThatThrownBy(() ->
                        new ImageFailed(key, "fetch", null, null, FailureCode.INTERNAL_ERROR, "no", null, attempt))
                .hasMessage(message);
    }
}
