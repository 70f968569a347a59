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
import dev.darkroom.events.testing.FakeHttp.Request;
import dev.darkroom.events.testing.Samples;
import dev.darkroom.fetch.policy.Credentials;
import dev.darkroom.fetch.policy.Names;
import dev.darkroom.fetch.policy.OriginPolicy;
import dev.darkroom.fetch.policy.OriginSettings;
import dev.darkroom.fetch.policy.OriginSettings.Secret;
import dev.darkroom.fetch.testing.FakeOrigin;
import dev.darkroom.fetch.testing.Served;
import dev.darkroom.fetch.testing.TestCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who gets to see a secret, and who does not. */
class CredentialsTest {
    private static final byte[] IMAGE = image(100 * 512);
    private static final String NAME = "images.example.org";
    private static final String SECRET = "hunter2-MARKER";

    @TempDir
    static Path keys;

    private static TestCertificate certificate;

    @TempDir
    Path root;

    @TempDir
    Path secrets;

    private final Names names = new Names()
            .on(NAME, "127.0.0.1")
            .on("other.example.org", "127.0.0.1")
            .on("evil.images.example.org", "127.0.0.1");
    private FakeOrigin origin;
    private Fetching fetching;

    @BeforeAll
    static void certify() throws Exception {
        certificate = TestCertificate.of(
                keys.resolve("origin.p12"), "dns:" + NAME + ",dns:other.example.org,dns:evil.images.example.org");
    }

    @BeforeEach
    void start() throws IOException {
        origin = new FakeOrigin(certificate.listen(), "https").on("/disk.raw", Served.file(IMAGE));
        fetching = new Fetching(root);
        fetching.resolver = names;
        fetching.tls = certificate.trust();
        fetching.environment = Map.of("TOKEN", SECRET);
        // The addresses are opened, not the names: so the names are asked as public ones are.
        fetching.origins = OriginSettings.NONE.allow("127.0.0.0/8");
    }

    @AfterEach
    void stop() throws IOException {
        fetching.close();
        origin.close();
    }

    private Request fetched(Secret secret, String url) {
        fetching.origins = fetching.origins.credentials("mirror", secret);
        fetching.fetch(request(url, sha256(IMAGE)));
        return origin.requests().getLast();
    }

    private static boolean isShown(Request request) {
        return request.headers().values().stream().anyMatch(value -> value.contains(SECRET));
    }

    static Stream<Arguments> schemes() {
        Secret token = Secret.token(NAME, "TOKEN");
        return Stream.of(
                arguments("bearer", token, "Authorization", "Bearer " + SECRET),
                arguments("basic", token.username("alice"), "Authorization", "Basic YWxpY2U6aHVudGVyMi1NQVJLRVI="),
                arguments("header", token.header("X-Api-Key"), "X-Api-Key", SECRET));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("schemes")
    void aHostSeesWhatItWants(String scheme, Secret secret, String header, String value) {
        assertThat(fetched(secret, origin.url(NAME, "/disk.raw")).header(header))
                .hasValue(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {NAME, "*.example.org", "IMAGES.EXAMPLE.ORG."})
    void aHostMayBeNamedInMoreThanOneWay(String host) {
        assertThat(isShown(fetched(Secret.token(host, "TOKEN"), origin.url(NAME, "/disk.raw"))))
                .isTrue();
    }

    @Test
    void aFileIsReadAnewForEachRequest() throws IOException {
        Path file = Files.writeString(secrets.resolve("token"), "old\n");
        Secret secret = Secret.token(NAME, file);
        assertThat(fetched(secret, origin.url(NAME, "/disk.raw")).header("Authorization"))
                .hasValue("Bearer old");

        Files.writeString(file, "new\r\n");
        fetching.staging.sweep(Samples.KEY);
        assertThat(fetched(secret, origin.url(NAME, "/disk.raw")).header("Authorization"))
                .hasValue("Bearer new");
    }

    @ParameterizedTest
    @ValueSource(strings = {"other.example.org", "evil.images.example.org"})
    void anotherHostSeesNothing(String host) {
        assertThat(isShown(fetched(Secret.token(NAME, "TOKEN"), origin.url(host, "/disk.raw"))))
                .isFalse();
    }

    @Test
    void anotherPortSeesNothing() {
        assertThat(isShown(fetched(Secret.token(NAME + ":1", "TOKEN"), origin.url(NAME, "/disk.raw"))))
                .isFalse();
    }

    @Test
    void aRedirectOnTheSameHostSeesItToo() {
        origin.on("/moved", FakeOrigin.redirect("/disk.raw"));

        assertThat(isShown(fetched(Secret.token(NAME, "TOKEN"), origin.url(NAME, "/moved"))))
                .isTrue();
    }

    @Test
    void aRedirectToAnotherHostSeesNothing() {
        origin.on("/moved", FakeOrigin.redirect(origin.url("other.example.org", "/disk.raw")));

        assertThat(isShown(fetched(Secret.token(NAME, "TOKEN"), origin.url(NAME, "/moved"))))
                .isFalse();
        assertThat(isShown(origin.requests().getFirst())).isTrue();
    }

    @Test
    void aRedirectThereAndBackSeesNothing() {
        origin.on("/moved", FakeOrigin.redirect(origin.url("other.example.org", "/back")))
                .on("/back", FakeOrigin.redirect(origin.url(NAME, "/disk.raw")));

        assertThat(isShown(fetched(Secret.token(NAME, "TOKEN"), origin.url(NAME, "/moved"))))
                .isFalse();
    }

    @Test
    void aRedirectFromAnotherHostSeesNothing() {
        origin.on("/moved", FakeOrigin.redirect(origin.url(NAME, "/disk.raw")));

        assertThat(isShown(fetched(Secret.token(NAME, "TOKEN"), origin.url("other.example.org", "/moved"))))
                .isFalse();
    }

    @Test
    void withoutEncryptionOnlyAHostOfOurOwnSeesIt() throws IOException {
        try (FakeOrigin plain = new FakeOrigin().on("/disk.raw", Served.file(IMAGE))) {
            fetching.origins =
                    OriginSettings.NONE.allow("127.0.0.1").credentials("mirror", Secret.token(NAME, "TOKEN"));
            fetching.fetch(request(plain.url(NAME, "/disk.raw"), sha256(IMAGE)));

            assertThat(isShown(plain.requests().getLast())).isTrue();
        }
    }

    @Test
    void withoutEncryptionAPublicHostSeesNothing() throws Exception {
        var policy = new OriginPolicy(OriginPolicy.Rules.of(OriginSettings.NONE), new Names().on(NAME, "9.9.9.9"));
        var credentials = Credentials.of(Map.of("mirror", Secret.token(NAME, "TOKEN")), name -> SECRET);

        assertThat(credentials.pass(policy.admit(SourceUri.parse("http://" + NAME + "/disk.raw"), true)))
                .isEqualTo(Credentials.Pass.NONE);
        assertThat(credentials.pass(policy.admit(SourceUri.parse("https://" + NAME + "/disk.raw"), true)))
                .isEqualTo(Credentials.Pass.header("Authorization", "Bearer " + SECRET))
                .asString()
                .doesNotContain(SECRET);
    }

    @Test
    void aRefusedSecretIsNotSaid() {
        origin.on("/disk.raw", FakeOrigin.status(401, "WWW-Authenticate: Basic realm=" + SECRET));
        fetching.origins = fetching.origins.credentials("mirror", Secret.token(NAME, "TOKEN"));

        FailureException e =
                fetching.failsWith(FailureCode.ORIGIN_DENIED, request(origin.url(NAME, "/disk.raw"), sha256(IMAGE)));

        assertThat(e).hasMessageContaining("darkroom.origins.credentials");
        for (Throwable t = e; t != null; t = t.getCause()) {
            assertThat(t.toString()).doesNotContain(SECRET);
        }
        assertThat(origin.requests()).hasSize(1);
    }

    static Stream<Arguments> unusable() {
        return Stream.of(
                arguments("is not set", Secret.token(NAME, "UNSET"), "is empty"),
                arguments("is empty", Secret.token(NAME, "EMPTY"), "is empty"),
                arguments("has a line's end", Secret.token(NAME, "TWO_LINES"), "no header may have"),
                arguments("has other letters", Secret.token(NAME, "LETTERS"), "no header may have"),
                arguments("has no end", Secret.token(NAME, Path.of("/dev/zero")), "more than 8192 bytes"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unusable")
    void aSecretThatCannotBeUsedIsNamedAndNotSaid(String what, Secret secret, String said) {
        fetching.environment = Map.of("EMPTY", " ", "TWO_LINES", SECRET + "\r\nX: y", "LETTERS", SECRET + "ß");
        fetching.origins = fetching.origins.credentials("mirror", secret);

        FailureException e =
                fetching.failsWith(FailureCode.ORIGIN_DENIED, request(origin.url(NAME, "/disk.raw"), sha256(IMAGE)));

        assertThat(e).hasMessageContainingAll("darkroom.origins.credentials.mirror.secret-", said);
        assertThat(e.getMessage()).doesNotContain(SECRET);
        assertThat(origin.requests()).isEmpty();
    }

    /** As somebody leaves it for a moment who writes it anew. */
    @ParameterizedTest
    @ValueSource(strings = {"nothing", "empty"})
    void aFileOfASecretThatIsBeingReplacedIsReadLater(String name) throws IOException {
        Files.createFile(root.resolve("empty"));
        fetching.origins = fetching.origins.credentials("mirror", Secret.token(NAME, root.resolve(name)));

        FailureException e =
                fetching.failsWith(FailureCode.INTERNAL_ERROR, request(origin.url(NAME, "/disk.raw"), sha256(IMAGE)));

        assertThat(e.code().retryable()).isTrue();
        assertThat(e).hasMessageContaining("darkroom.origins.credentials.mirror.secret-file " + root.resolve(name));
        assertThat(origin.requests()).isEmpty();
    }

    static Stream<Arguments> senseless() {
        Secret token = Secret.token(NAME, "TOKEN");
        return Stream.of(
                arguments("no secret", Secret.at(NAME, Optional.empty(), Optional.empty())),
                arguments("two secrets", Secret.at(NAME, Optional.of(Path.of("token")), Optional.of("TOKEN"))),
                arguments("a user name and a header", token.username("some").header("some")),
                arguments("a user name and a query", token.username("some").asQuery()),
                arguments("a header and a query", token.header("some").asQuery()),
                arguments("no host", Secret.token("", "TOKEN")),
                arguments("a URL for a host", Secret.token("https://" + NAME, "TOKEN")),
                arguments("a path without its slash", token.path("images")),
                arguments("a path with a query", token.path("/images?a")),
                arguments("a path with dots", token.path("/images/../other")),
                arguments("a path with escaped dots", token.path("/images/%2e%2E/other")),
                arguments("a path that is escaped twice", token.path("/images/a%25b")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("senseless")
    void settingsThatMakeNoSenseAreNamed(String what, Secret secret) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Credentials.of(Map.of("mirror", secret), name -> null))
                .withMessageStartingWith("darkroom.origins.credentials.mirror");
    }
}
