package dev.darkroom.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SourceUriTest {

    @ParameterizedTest
    @CsvSource({
        "https://example.org/a.qcow2, https://example.org/a.qcow2, a.qcow2",
        "HTTPS://Example.org/a,       HTTPS://Example.org/a,       a",
        "http://127.0.0.1:8080/a/b/,  http://127.0.0.1:8080/a/b/,  ''",
        "https://[2001:db8::1]:8/a,   https://[2001:db8::1]:8/a,   a",
        "https://[fe80::1%eth0]/a,    https://[fe80::1%eth0]/a,    a",
        "https://example.org,         https://example.org,         ''",
        "https://example.org/a@b,     https://example.org/a@b,     a@b",
        "https://example.org/a%20b,   https://example.org/a%20b,   a b",
        "file:///srv/a@b.raw,         file:///srv/a@b.raw,         a@b.raw",
        "file:/srv/a.raw,             file:///srv/a.raw,           a.raw",
    })
    void isShownAsItIs(String text, String shown, String fileName) {
        SourceUri uri = SourceUri.parse(text);

        assertThat(uri).hasToString(shown);
        assertThat(uri.fileName()).isEqualTo(fileName);
        assertThat(uri.exact()).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "example.org/a",
                "//example.org/a",
                "ftp://example.org/a",
                "javascript:alert(1)",
                "data:text/plain,a",
                "jar:file:///a.jar!/b",
                "s3://bucket/key",
                "https:",
                "https:example.org/a",
                "https://",
                "https:///a",
                "https://exa mple.org/a",
                "https://example.org/a b",
                "https://example.org/a\nb",
                "https://example.org/\u0000",
                "https://example.org/\u202efdp.exe",
                "https://ex\u00e4mple.org/",
                "https://example.org:99999/a",
                "https://example.org:port/a",
                "https://example.org:-1/a",
                "https://example.org/a#part",
                "https://example.org/%zz",
                "https://exam_ple_.org:1x/a",
                "https://[::1/a",
                "https://[zz]/a",
                "https://example.org\\@other.org/",
                "file:",
                "file:a.raw",
                "file://host/a.raw",
                "file:///a.raw?b",
                "file:///a.raw#b"
            })
    void isRefusedAndTheMessageIsFitToBeShown(String text) {
        assertThatThrownBy(() -> SourceUri.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("URL ")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContainPattern("[\\p{Cc}\\p{Cf}]"))
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(400));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://user:SECRET@example.org/a",
                "https://SECRET@example.org/a",
                "https://user:SEC%40RET@example.org/a",
                "https://user:p@SECRET@example.org/a",
                "https://user:SECRET%40example.org/a",
                "https://user:SECRET",
                "https:///user:SECRET@example.org/a",
                "https:/user:SECRET@example.org/a",
                "https:user:SECRET@example.org/a",
                "https:\\\\user:SECRET@example.org/a",
                "https://user:SECRET@exa mple.org/a",
                "https://user:SECRET@[::1/a",
                "ftp://user:SECRET@example.org/a",
                "user:SECRET@example.org/a",
                "https://user:SECRET@example.org:99999/a",
                "https://example.org/a?token=SECRET#b",
                "https://example.org:99999/a?token=SECRET",
                "https://example.org/\u00e4?token=SECRET",
                "https://example.org/a b?token=SECRET",
                "ftp://example.org/a?token=SECRET",
                "file:///a?token=SECRET",
                "https://example.org/a#SECRET",
                "https://example.org/a?token=SECRET",
                "https://example.org/a?v=1&X-Amz-Signature=SECRET"
            })
    void aSecretIsNotInTheMessage(String text) {
        assertThatThrownBy(() -> SourceUri.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("URL ")
                .satisfies(e -> assertThat(e.toString() + e.getCause()).doesNotContain("SECRET"));
    }

    @Test
    void whereAnOriginRedirectsToMayBeSignedAndIsShownWithoutIt() {
        var uri = new SourceUri(URI.create("https://example.org/a?X-Amz-Signature=SECRET"));

        assertThat(uri.isSigned()).isTrue();
        assertThat(uri).hasToString("https://example.org/a");
        assertThat(SourceUri.parse("https://example.org/a?versionId=1").isSigned())
                .isFalse();
    }

    @Test
    void whereAnOriginRedirectsToNamesNoUser() {
        assertThatThrownBy(() -> new SourceUri(URI.create("https://user:SECRET@example.org/a")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must not carry a user name or password: \"https://example.org/a\"");
    }

    @Test
    void parametersArePartOfTheIdentityInAnyOrderButAreNotShown() {
        String identity =
                SourceUri.parse("https://example.org/a?file=SECRET&v=2").identity();

        assertThat(identity).startsWith("https://example.org/a?#").doesNotContain("SECRET");
        assertThat(SourceUri.parse("https://example.org/a?v=2&file=SECRET").identity())
                .isEqualTo(identity);
        assertThat(SourceUri.parse("https://example.org/a?file=SECRET&v=3").identity())
                .isNotEqualTo(identity);
        assertThat(SourceUri.parse("https://example.org/a").identity()).isEqualTo("https://example.org/a");
    }

    @Test
    void hasAtMost2048Characters() {
        String fits = "https://example.org/" + "a".repeat(2048 - 20);

        assertThat(SourceUri.parse(fits).exact().toString()).hasSize(2048);
        assertThatThrownBy(() -> SourceUri.parse(fits + "a"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at most 2048 characters");
    }
}
