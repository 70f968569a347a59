package dev.darkroom.fetch;

import static dev.darkroom.fetch.Fetching.image;
import static dev.darkroom.fetch.Fetching.request;
import static dev.darkroom.fetch.Fetching.sha256;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.darkroom.events.FailureCode;
import dev.darkroom.events.FailureException;
import dev.darkroom.events.SourceUri;
import dev.darkroom.fetch.policy.Credentials;
import dev.darkroom.fetch.policy.Names;
import dev.darkroom.fetch.policy.OriginPolicy;
import dev.darkroom.fetch.policy.OriginSettings;
import dev.darkroom.fetch.policy.OriginSettings.Secret;
import dev.darkroom.fetch.testing.FakeOrigin;
import dev.darkroom.fetch.testing.Served;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Secrets that are the query of a pre-signed URL, and those that are good for a part of a host. */
class QueryCredentialsTest extends FetchCase {
    private static final byte[] IMAGE = image(100 * 512);
    private static final String NAME = "images.example.org";
    private static final String SIGNATURE = "X-Amz-Date=20260801T0000Z&X-Amz-Signature=5ec%2Fret-MARKER";
    private static final Secret SIGNED = Secret.token(NAME, "SIGNED").asQuery();

    private final String signed = "/disk.raw?" + SIGNATURE;

    @BeforeEach
    void start() {
        fetching.resolver = new Names().on(NAME, "127.0.0.1").on("other.example.org", "127.0.0.1");
        fetching.environment = Map.of("SIGNED", SIGNATURE, "TOKEN", "t0ken-MARKER", "MARKED", "?" + SIGNATURE);
        fetching.origins = OriginSettings.NONE.allow("127.0.0.0/8").credentials("bucket", SIGNED);
        origin.on(signed, Served.file(IMAGE));
    }

    private List<String> asked(String host, String path) {
        fetching.fetch(request(origin.url(host, path), sha256(IMAGE)));
        return origin.requests().stream().map(FakeOrigin.Request::path).toList();
    }

    @Test
    void aQueryIsAddedToTheUrl() {
        assertThat(asked(NAME, "/disk.raw")).containsExactly(signed);
    }

    @Test
    void aQueryMayBeWrittenWithItsQuestionMark() {
        fetching.origins = fetching.origins.credentials(
                "bucket", Secret.token(NAME, "MARKED").asQuery());

        assertThat(asked(NAME, "/disk.raw")).containsExactly(signed);
    }

    @Test
    void aQueryIsAddedBehindTheParametersOfTheUrl() {
        origin.on("/disk.raw?version=7&" + SIGNATURE, Served.file(IMAGE));

        assertThat(asked(NAME, "/disk.raw?version=7")).containsExactly("/disk.raw?version=7&" + SIGNATURE);
    }

    @Test
    void anotherHostDoesNotSeeIt() {
        origin.on("/disk.raw", Served.file(IMAGE));

        assertThat(asked("other.example.org", "/disk.raw")).containsExactly("/disk.raw");
    }

    @Test
    void aRedirectToAnotherHostDoesNotSeeItNorDoesTheWayBack() {
        origin.on("/moved?" + SIGNATURE, FakeOrigin.redirect(origin.url("other.example.org", "/back")))
                .on("/back", FakeOrigin.redirect(origin.url(NAME, "/disk.raw")))
                .on("/disk.raw", Served.file(IMAGE));

        assertThat(asked(NAME, "/moved")).containsExactly("/moved?" + SIGNATURE, "/back", "/disk.raw");
    }

    @Test
    void aRedirectOnTheSameHostSeesItUnlessItIsSignedItself() {
        origin.on("/moved?" + SIGNATURE, FakeOrigin.redirect("/again"))
                .on("/again?" + SIGNATURE, FakeOrigin.redirect("/disk.raw?sig=other"))
                .on("/disk.raw?sig=other", Served.file(IMAGE));

        assertThat(asked(NAME, "/moved"))
                .containsExactly("/moved?" + SIGNATURE, "/again?" + SIGNATURE, "/disk.raw?sig=other");
    }

    @Test
    void withoutEncryptionAPublicHostSeesNothing() throws Exception {
        var policy = new OriginPolicy(OriginPolicy.Rules.of(OriginSettings.NONE), new Names().on(NAME, "9.9.9.9"));
        var credentials = Credentials.of(Map.of("bucket", SIGNED), name -> SIGNATURE);

        assertThat(credentials.pass(policy.admit(SourceUri.parse("http://" + NAME + "/disk.raw"), true)))
                .isEqualTo(Credentials.Pass.NONE);
        assertThat(credentials
                        .pass(policy.admit(SourceUri.parse("https://" + NAME + "/disk.raw"), true))
                        .query())
                .isEqualTo(SIGNATURE);
    }

    static Stream<Arguments> answers() {
        FakeOrigin.Reply echo = (request, out) ->
                FakeOrigin.head(out, 302, List.of("Location: http://169.254.169.254" + request.path()));
        FakeOrigin.Reply cut = (request, out) -> FakeOrigin.head(out, 200, List.of("Content-Length: 9"));
        FakeOrigin.Reply noHttp = (request, out) -> out.write((request.path() + "\r\n\r\n").getBytes());
        FakeOrigin.Reply loop = (request, out) -> FakeOrigin.head(out, 302, List.of("Location: " + request.path()));
        FakeOrigin.Reply noUrl =
                (request, out) -> FakeOrigin.head(out, 302, List.of("Location: ht!tp:" + request.path()));
        return Stream.of(
                arguments("denied", FakeOrigin.status(403), FailureCode.ORIGIN_DENIED),
                arguments("not found", FakeOrigin.status(404), FailureCode.ORIGIN_NOT_FOUND),
                arguments("failing", FakeOrigin.status(500), FailureCode.ORIGIN_UNAVAILABLE),
                arguments("hanging up", FakeOrigin.hangUp(), FailureCode.ORIGIN_UNAVAILABLE),
                arguments("no HTTP", noHttp, FailureCode.ORIGIN_UNAVAILABLE),
                arguments("cut off", cut, FailureCode.DOWNLOAD_TRUNCATED),
                arguments("repeating it to a forbidden place", echo, FailureCode.ORIGIN_REFUSED),
                arguments("repeating it for ever", loop, FailureCode.ORIGIN_REFUSED),
                arguments("repeating it in no URL", noUrl, FailureCode.ORIGIN_REFUSED));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("answers")
    void noFailureSaysIt(String what, FakeOrigin.Reply reply, FailureCode code) {
        origin.on(signed, reply);

        FailureException e = fetching.failsWith(code, request(origin.url(NAME, "/disk.raw"), sha256(IMAGE)));

        assertThat(origin.requests()).isNotEmpty();
        for (Throwable t = e; t != null; t = t.getCause()) {
            assertThat(t.toString()).doesNotContain("MARKER");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sig=a b-MARKER", "sig=a#MARKER", "sig=%zz-MARKER", "?"})
    void whatIsNoQueryIsNotSentAndNotSaid(String secret) {
        fetching.environment = Map.of("SIGNED", secret);

        FailureException e =
                fetching.failsWith(FailureCode.ORIGIN_DENIED, request(origin.url(NAME, "/disk.raw"), sha256(IMAGE)));

        assertThat(e)
                .hasMessageContainingAll("darkroom.origins.credentials.bucket.secret-env SIGNED", "no query may have");
        assertThat(e.getMessage()).doesNotContain("MARKER");
        assertThat(origin.requests()).isEmpty();
    }

    @Test
    void aLongOneIsReadAsAShortOneIs() {
        String query = "a=" + "b".repeat(8_000);
        fetching.environment = Map.of("SIGNED", query);
        origin.on("/disk.raw?" + query, Served.file(IMAGE));

        assertThat(asked(NAME, "/disk.raw")).containsExactly("/disk.raw?" + query);
    }

    @ParameterizedTest
    @CsvSource({
        "/,                   rest",
        "/disks,              disks",
        "/disks/,             disks",
        "/disks/a.raw,        disks",
        "/disks/a.raw?b=/img, disks",
        "/disks.raw,          rest",
        "/disks/new,          new",
        "/disks/new/a.raw,    new",
        "/disks/new.raw,      disks",
        "/Disks/a.raw,        rest",
        "/a/disks/a.raw,      rest",
        "/disks/../a.raw,     rest",
        "/disks/new/../a.raw, rest",
        "/disks/%2e%2E/a.raw, rest",
        "/disks/..%2Fa.raw,   rest",
        "/disks/..%5Ca.raw,   rest",
        "/disks/./a.raw,      rest",
        "/disks/..,           rest",
        "/disks/..;a=1/a.raw, rest",
        "/disks/%2e%2e%3Ba/b, rest",
        "/disks/%252e%252e/a, rest",
        "/disks/a%25b.raw,    rest",
        "/disks/..a/b.raw,    disks",
        "'',                  rest"
    })
    void theLongestPathCounts(String path, String name) throws Exception {
        var policy = new OriginPolicy(OriginPolicy.Rules.of(OriginSettings.NONE), new Names().on(NAME, "9.9.9.9"));
        var credentials = Credentials.of(
                Map.of(
                        "a", Secret.token(NAME, "rest"),
                        "b", Secret.token(NAME, "disks").path("/disks/"),
                        "c", Secret.token(NAME, "new").path("/disks/new"),
                        "d", Secret.token("other.example.org", "other").path("/disks/new")),
                variable -> variable);

        assertThat(credentials.pass(policy.admit(SourceUri.parse("https://" + NAME + path), true)))
                .isEqualTo(Credentials.Pass.header("Authorization", "Bearer " + name));
    }

    @Test
    void aRedirectOutOfThePathSeesNothing() {
        fetching.origins = OriginSettings.NONE.allow("127.0.0.0/8").credentials("bucket", SIGNED.path("/moved"));
        origin.on("/moved?" + SIGNATURE, FakeOrigin.redirect("/disk.raw")).on("/disk.raw", Served.file(IMAGE));

        assertThat(asked(NAME, "/moved")).containsExactly("/moved?" + SIGNATURE, "/disk.raw");
    }

    @ParameterizedTest
    @CsvSource({
        "images.example.org, /disks, IMAGES.example.org., /disks/",
        "10.0.0.0/8,         /,      10.0.0.0/8,          ''",
        "*.example.org:8443, /a,     *.example.org:8443,  /a",
    })
    void twoForTheSamePlaceStopTheStart(String host, String path, String same, String samePath) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Credentials.of(
                        Map.of(
                                "one", Secret.token(host, "A").path(path),
                                "two", Secret.token(same, "B").path(samePath)),
                        name -> null))
                .withMessageContainingAll(
                        "darkroom.origins.credentials.one", "darkroom.origins.credentials.two", "same host and path");
    }

    @Test
    void twoForDifferentPlacesDoNot() {
        Secret token = Secret.token(NAME, "TOKEN");

        assertThat(Credentials.of(
                        Map.of("a", token, "b", token.path("/b"), "c", Secret.token(NAME + ":8443", "TOKEN")),
                        name -> null))
                .isNotNull();
    }
}
