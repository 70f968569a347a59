package dev.darkroom.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.events.Digest;
import dev.darkroom.packaged.Darkroom.Result;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may do what: tokens of a file and of an OpenID provider, asked at a Darkroom that others can reach. */
class AccessIT {
    private static final String MARK = "c4n4ry";

    @TempDir
    static Path work;

    private static Provider provider;
    private static Darkroom darkroom;
    private static Darkroom.Running up;
    private static Web web;

    @BeforeAll
    static void start() throws Exception {
        provider = new Provider();
        Path tokens = Files.writeString(
                work.resolve("tokens"),
                line("reader", "read") + line("publisher", "publish") + line("operator", "retry"));
        darkroom = new Darkroom(work);
        up = darkroom.start(
                "-Ddarkroom.http.host=0.0.0.0",
                "-Ddarkroom.http.tokens=" + tokens,
                "-Dquarkus.oidc.auth-server-url=" + provider.uri(),
                "-Dquarkus.oidc.token.audience=darkroom",
                "-Dquarkus.log.category.\"io.quarkus\".level=DEBUG",
                "-Dquarkus.log.category.\"dev.darkroom\".level=DEBUG",
                "up",
                "--http-port",
                "0",
                "--kafka-port",
                "0");
        up.awaitSaid("stop with Ctrl-C");
        web = Web.of(darkroom);
    }

    @AfterAll
    static void stop() throws Exception {
        web.close();
        up.close();
        provider.close();
    }

    @ParameterizedTest(name = "{0} {1}: {2}, {3}, {4}, {5}")
    @CsvSource({
        // nobody, reader, publisher, operator
        "GET,  /images,            401, 200, 403, 403",
        "GET,  /images/nix,        401, 404, 403, 403",
        "GET,  /ids?target=images, 401, 200, 403, 403",
        "GET,  /targets,           401, 200, 403, 403",
        "GET,  /aliases,           401, 200, 403, 403",
        "GET,  /catalogues/nix,    401, 404, 404, 403",
        "GET,  /progress,          401, 200, 403, 403",
        "GET,  /q/metrics,         401, 200, 403, 403",
        "GET,  /q/metrics/,        401, 200, 403, 403",
        "GET,  /q/metrics/x,       401, 200, 403, 403",
        "POST, /catalogues,        401, 403, 400, 403",
        "POST, /images/nix/retry,  401, 403, 403, 404",
        "GET,  /q/health/live,     200, 200, 200, 200",
        "GET,  /q/health/ready,    200, 200, 200, 200",
    })
    void eachRightIsGoodForItsOwn(String method, String path, int nobody, int reader, int publisher, int operator)
            throws Exception {
        assertStatus(method, path, null, nobody);
        assertStatus(method, path, token("reader"), reader);
        assertStatus(method, path, token("publisher"), publisher);
        assertStatus(method, path, token("operator"), operator);
        if (nobody == 401) {
            assertStatus(method, path, token("stranger"), 401);
        }
    }

    @Test
    void theProvidersRolesAndScopesAreRights() throws Exception {
        assertStatus("GET", "/targets", provider.token(Map.of("groups", List.of("darkroom:read"))), 200);
        assertStatus("GET", "/targets", provider.token(Map.of("scope", "openid darkroom:read")), 200);
        assertStatus("POST", "/catalogues", provider.token(Map.of("scope", "darkroom:publish")), 400);
        assertStatus("POST", "/images/nix/retry", provider.token(Map.of("scope", "darkroom:retry")), 404);

        assertStatus("POST", "/catalogues", provider.token(Map.of("scope", "darkroom:read")), 403);
        assertStatus("GET", "/targets", provider.token(Map.of("scope", "read", "groups", List.of("read"))), 403);
        assertStatus("GET", "/targets", provider.token(Map.of()), 403);
    }

    @Test
    void aTokenThatTheProviderDoesNotVouchForIsGoodForNothing() throws Exception {
        var read = Map.<String, Object>of("scope", "darkroom:read");
        assertStatus("GET", "/targets", provider.token(read, Provider.keys()), 401);
        assertStatus("GET", "/targets", provider.token(Map.of("scope", "darkroom:read", "exp", 1_700_000_000)), 401);
        assertStatus("GET", "/targets", provider.token(Map.of("scope", "darkroom:read", "iss", "https://other")), 401);
        assertStatus("GET", "/targets", provider.token(Map.of("scope", "darkroom:read", "aud", "other")), 401);
        assertStatus("GET", "/targets", "opaque", 401);
        String good = provider.token(read);
        assertStatus("GET", "/targets", good.substring(0, good.lastIndexOf('.') + 1), 401);
    }

    @Test
    void whoIsTurnedAwayIsToldWhatToDo() throws Exception {
        HttpResponse<String> missing = web.ask("GET", "/ids", null);
        assertThat(missing.headers().firstValue("www-authenticate")).contains("Bearer realm=\"darkroom\"");
        assertThat(missing.headers().firstValue("content-type")).contains("application/problem+json");
        assertThat(missing.body()).contains("token-missing", "Authorization: Bearer", "DARKROOM_TOKEN");
        HttpResponse<String> unknown = web.ask("GET", "/ids", "nix");
        assertThat(unknown.headers().firstValue("www-authenticate"))
                .contains("Bearer realm=\"darkroom\", error=\"invalid_token\"");
        assertThat(unknown.body()).contains("token-unknown");
        assertThat(web.ask("GET", "/q/metrics", token("publisher")).body()).contains("right-missing", "darkroom:read");
    }

    @Test
    void whatStrangersAskForIsNotInTheMetrics() throws Exception {
        for (int i = 0; i < 150; i++) {
            assertStatus("GET", "/images/guessed_" + i, token("stranger"), 401);
        }
        assertStatus("GET", "/ids?target=images", token("reader"), 200);

        awaitTrue(() -> metrics().contains("uri=\"/ids\""));
        assertThat(metrics()).contains("status=\"401\"").doesNotContain("guessed_");
    }

    private static String metrics() throws Exception {
        return web.ask("GET", "/q/metrics", token("reader")).body();
    }

    @Test
    void commandsShowTheirTokenAndOnlyWhereNobodyElseReadsIt() throws Exception {
        String elsewhere = "--registry=" + Web.uri(darkroom);
        Darkroom nobody = new Darkroom(work, work.resolve("other"));
        Result refused = nobody.run(elsewhere, "target", "list");
        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.err()).contains("answers only to those it knows", "DARKROOM_TOKEN");

        Darkroom reader = new Darkroom(work, work.resolve("reader"), Map.of("DARKROOM_TOKEN", token("reader")));
        assertThat(reader.run(elsewhere, "target", "list", "-f", "value", "-c", "Name")
                        .out())
                .isEqualTo("images\n");
        Path file = Files.writeString(work.resolve("token"), token("operator") + "\n");
        Result retried = reader.run(elsewhere, "--token-file=" + file, "image", "retry", "nix", "nox");
        assertThat(retried.code()).isEqualTo(1);
        assertThat(retried.err()).contains("no key or alias \"nix\"", "no key or alias \"nox\"");
        Result unprotected = reader.run("--registry=http://darkroom.example", "target", "list");
        assertThat(unprotected.code()).isEqualTo(2);
        assertThat(unprotected.err()).contains("a token is not sent to http://darkroom.example");

        // The owner of the data directory needs none.
        assertThat(darkroom.run("target", "list", "-f", "value", "-c", "Name").out())
                .isEqualTo("images\n");
        assertNoTokenIsSaid();
    }

    @Test
    void aTokenThatIsTakenOutOfTheFileIsGoodNoLonger() throws Exception {
        Path tokens = work.resolve("tokens");
        String before = Files.readString(tokens);
        try {
            Files.writeString(tokens, before + line("leaver", "read"));
            awaitStatus(token("leaver"), 200);
            Files.writeString(tokens, before + "leaver read\n");
            awaitTrue(() -> web.ask("GET", "/q/health/ready", null).body().contains("token file cannot be used"));
            assertStatus("GET", "/targets", token("leaver"), 200);
            assertThat(up.err()).contains("has 2 words instead of NAME RIGHTS HASH");

            Files.writeString(tokens, before);
            awaitStatus(token("leaver"), 401);
            assertStatus("GET", "/targets", token("reader"), 200);
        } finally {
            Files.writeString(tokens, before);
        }
    }

    private static void awaitStatus(String token, int status) throws Exception {
        awaitTrue(() -> web.ask("GET", "/targets", token).statusCode() == status);
    }

    private static void awaitTrue(Callable<Boolean> condition) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.call()) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.sleep(100);
        }
    }

    @Test
    void whereOthersCanAskSomethingMustSayWhoMay() throws Exception {
        Darkroom other = new Darkroom(work, work.resolve("open"));
        for (String setting :
                List.of("darkroom.http.host=0.0.0.0", "quarkus.http.host=::", "%prod.quarkus.http.host=0.0.0.0")) {
            Result refused = other.run("-D" + setting, "up", "--http-port", "0", "--kafka-port", "0");
            assertThat(refused.code()).as(refused.err()).isEqualTo(2);
            assertThat(refused.err())
                    .contains("where others can ask, but nothing says who may: set darkroom.http.tokens")
                    .hasLineCount(1);
        }
        Path wrong = Files.writeString(work.resolve("wrong"), "ci read " + token("ci") + "\n");
        Result refused = other.run("-Ddarkroom.http.tokens=" + wrong, "up");
        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.err())
                .contains("wrong line 1 names for \"ci\" no SHA-256")
                .doesNotContain(MARK);
        Result another = other.run("-Dquarkus.oidc.public-key=x", "up");
        assertThat(another.code()).isEqualTo(2);
        assertThat(another.err())
                .contains("quarkus.oidc.public-key is not supported")
                .hasLineCount(1);
        assertThat(up.err()).contains("not encrypted: tokens can be read on the way");
    }

    private static void assertNoTokenIsSaid() throws Exception {
        String signature = provider.token(Map.of("scope", "darkroom:read"));
        assertStatus("GET", "/targets", signature, 200);
        assertStatus("GET", "/targets", token("reader"), 200);
        String issued = darkroom.running().get("token").asText();
        assertThat(issued).hasSize(43);
        assertThat(up.out() + up.err())
                .contains("DEBUG")
                .doesNotContain(MARK, issued, signature.substring(signature.lastIndexOf('.')));
        assertThat(web.ask("GET", "/q/metrics", token("reader")).body()).doesNotContain(MARK, issued);
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(darkroom.data().resolve("running.json"))))
                .isEqualTo("rw-------");
    }

    private static void assertStatus(String method, String path, String token, int status) throws Exception {
        HttpResponse<String> answer = web.ask(method, path, token);
        assertThat(answer.statusCode())
                .as(method + " " + path + ": " + answer.body())
                .isEqualTo(status);
        if (status >= 400) {
            assertThat(answer.headers().firstValue("content-type")).contains("application/problem+json");
        }
    }

    private static String token(String name) {
        return MARK + "-" + name;
    }

    private static String line(String name, String right) {
        Digest hash = Digest.sha256(token(name).getBytes(StandardCharsets.UTF_8));
        return name + " " + right + " " + hash.hex() + "\n";
    }
}
