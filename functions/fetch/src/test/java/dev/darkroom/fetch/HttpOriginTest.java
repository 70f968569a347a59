package dev.darkroom.fetch;

import static dev.darkroom.fetch.Fetching.image;
import static dev.darkroom.fetch.Fetching.request;
import static dev.darkroom.fetch.Fetching.sha256;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.darkroom.events.FailureCode;
import dev.darkroom.events.FailureException;
import dev.darkroom.fetch.testing.FakeOrigin;
import dev.darkroom.fetch.testing.Served;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Redirects, and where they may not lead. */
class HttpOriginTest extends FetchCase {
    private static final byte[] IMAGE = image(300 * 512);

    private final FakeOrigin elsewhere = new FakeOrigin();

    @BeforeEach
    void start() {
        origin.on("/a/disk.raw", Served.file(IMAGE));
        elsewhere.on("/disk.raw", Served.file(IMAGE));
    }

    @AfterEach
    void stop() throws IOException {
        elsewhere.close();
    }

    private void isFetched(String path) {
        var fetched = fetching.fetch(request(origin.url(path), sha256(IMAGE)));
        assertThat(fetching.staged(fetched)).hasBinaryContent(IMAGE);
    }

    private FailureException isRefused(String path) {
        return fetching.failsWith(FailureCode.ORIGIN_REFUSED, request(origin.url(path), sha256(IMAGE)));
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void everyKindOfRedirectIsFollowed(int status) {
        origin.on("/a/old", FakeOrigin.status(status, "Location: /a/disk.raw"));

        isFetched("/a/old");
    }

    static Stream<Arguments> locations() {
        return Stream.of(
                arguments("an absolute path", "/a/disk.raw"),
                arguments("a path beside it", "disk.raw"),
                arguments("a path above it", "../a/disk.raw"),
                arguments("a path with a dot", "./disk.raw"),
                arguments("a fragment", "/a/disk.raw#top"),
                arguments("an empty fragment", "/a/disk.raw#"),
                arguments("an escaped letter", "/a/disk%2Eraw"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("locations")
    void aLocationIsReadAgainstTheOneBefore(String what, String location) {
        origin.on("/a/old", FakeOrigin.redirect(location)).on("/a/disk%2Eraw", Served.file(IMAGE));

        isFetched("/a/old");
        assertThat(origin.requests().getLast().path()).isIn("/a/disk.raw", "/a/disk%2Eraw");
    }

    @Test
    void aLocationOfOnlyAQueryKeepsThePath() {
        origin.on("/a/old?part=1", FakeOrigin.redirect("?token=x"));
        origin.on("/a/old?token=x", Served.file(IMAGE));

        isFetched("/a/old?part=1");
    }

    @Test
    void aLocationOfOnlyAFragmentIsTheSameAgain() {
        origin.on("/a/old?part=1", FakeOrigin.redirect("#top"), Served.file(IMAGE));

        isFetched("/a/old?part=1");
    }

    @Test
    void aLocationMayBeOfAnotherOrigin() {
        origin.on("/a/old", FakeOrigin.redirect(elsewhere.url("/disk.raw")));

        isFetched("/a/old");
        assertThat(elsewhere.requests()).hasSize(1);
        assertThat(elsewhere.requests().getFirst().header("Referer")).isEmpty();
    }

    @Test
    void aLocationWithoutASchemeKeepsTheOneBefore() {
        origin.on("/a/old", FakeOrigin.redirect(elsewhere.url("/disk.raw").substring("http:".length())));

        isFetched("/a/old");
    }

    @Test
    void aQueryOfALocationIsSentButNotSaid() {
        origin.on("/a/old", FakeOrigin.redirect("/a/gone?X-Amz-Signature=SECRET"));

        FailureException e =
                fetching.failsWith(FailureCode.ORIGIN_NOT_FOUND, request(origin.url("/a/old"), sha256(IMAGE)));

        assertThat(origin.requests().getLast().path()).isEqualTo("/a/gone?X-Amz-Signature=SECRET");
        for (Throwable t = e; t != null; t = t.getCause()) {
            assertThat(t.toString()).doesNotContain("SECRET");
        }
    }

    @Test
    void aRangeIsAskedForAtEveryHop() {
        origin.on("/a/old", FakeOrigin.redirect("/a/disk.raw"))
                .on("/a/disk.raw", Served.file(IMAGE).cutAfter(1_000), Served.file(IMAGE));

        isFetched("/a/old");

        assertThat(origin.requests("/a/old")).isEqualTo(2);
        assertThat(origin.requests().get(2).header("Range")).hasValue("bytes=1000-");
        assertThat(origin.requests().get(3).header("Range")).hasValue("bytes=1000-");
    }

    @Test
    void fiveRedirectsAreFollowed() {
        chain(5);

        isFetched("/0");
    }

    @Test
    void sixAreTooMany() {
        chain(6);

        assertThat(isRefused("/0")).hasMessageContaining("more than 5 times");
        assertThat(origin.requests()).hasSize(6);
    }

    private void chain(int redirects) {
        for (int i = 0; i < redirects; i++) {
            origin.on("/" + i, FakeOrigin.redirect("/" + (i + 1)));
        }
        origin.on("/" + redirects, Served.file(IMAGE));
    }

    @Test
    void aCircleIsLeft() {
        origin.on("/a/old", FakeOrigin.redirect("/a/old"));

        isRefused("/a/old");
        assertThat(origin.requests()).hasSize(6);
    }

    static Stream<Arguments> badLocations() {
        return Stream.of(
                arguments("none", List.of()),
                arguments("nothing", List.of("Location: ")),
                arguments("a space", List.of("Location: /a disk.raw")),
                arguments("no URL", List.of("Location: http://[")),
                arguments("a file", List.of("Location: file:///etc/passwd")),
                arguments("a file in other letters", List.of("Location: FiLe:///etc/passwd")),
                arguments("ftp", List.of("Location: ftp://example.org/disk.raw")),
                arguments("gopher", List.of("Location: gopher://127.0.0.1:25/_EHLO")),
                arguments("data", List.of("Location: data:,hello")),
                arguments("javascript", List.of("Location: javascript:alert(1)")),
                arguments("jar", List.of("Location: jar:http://example.org/a.jar!/b")),
                arguments("json", List.of("Location: json:{\"driver\":\"file\"}")),
                arguments("userinfo", List.of("Location: http://user:SECRET@127.0.0.1/a/disk.raw")),
                arguments("no host", List.of("Location: http:///a/disk.raw")),
                arguments("no authority", List.of("Location: http:a/disk.raw")),
                arguments("a URL that is too long", List.of("Location: /" + "a".repeat(8000))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badLocations")
    void aLocationThatMayNotBeFollowedIsRefused(String what, List<String> headers) {
        origin.on("/a/old", FakeOrigin.status(302, headers.toArray(String[]::new)));

        FailureException e = isRefused("/a/old");

        assertThat(e.getMessage()).contains(origin.url("/a/old")).doesNotContain("SECRET");
        assertThat(origin.requests()).hasSize(1);
        assertThat(fetching.files()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {300, 304, 305, 306, 399})
    void otherThreesAreNoRedirects(int status) {
        origin.on("/a/old", FakeOrigin.status(status, "Location: /a/disk.raw"));

        fetching.failsWith(FailureCode.ORIGIN_DENIED, request(origin.url("/a/old"), sha256(IMAGE)));
        assertThat(origin.requests()).hasSize(1);
    }

    @Test
    void theBodyOfARedirectIsNotTheImage() {
        origin.on("/a/old", (request, out) -> {
            FakeOrigin.head(out, 302, List.of("Location: /a/disk.raw", "Content-Length: 9999999999"));
            out.write(image(100_000));
        });

        isFetched("/a/old");
    }
}
