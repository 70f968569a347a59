package dev.darkroom.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UrlSecretsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-Amz-Signature",
                "x-amz-signature",
                "X-Amz-Security-Token",
                "X-Amz-Credential",
                "AWSAccessKeyId",
                "Signature",
                "X-Goog-Signature",
                "X-Goog-Credential",
                "x-oss-signature",
                "x-oss-credential",
                "security-token",
                "OSSAccessKeyId",
                "q-signature",
                "x-cos-security-token",
                "sig",
                "SIG",
                "temp_url_sig",
                "hdnts",
                "hmac",
                "token",
                "access_token",
                "accessToken",
                "auth_token",
                "private_token",
                "job_token",
                "oauth_token",
                "refresh_token",
                "id_token",
                "download-token",
                "token[]",
                "%74oken",
                "api_key",
                "api-key",
                "apikey",
                "apiKey",
                "subscription-key",
                "access_key",
                "secret_key",
                "password",
                "user_password",
                "passwd",
                "pwd",
                "pw",
                "pass",
                "otp",
                "sas",
                "ticket",
                "secret",
                "client_secret",
                "client_assertion",
                "credentials",
                "auth",
                "authorization",
                "jwt",
                "PHPSESSID",
                "jsessionid"
            })
    void aParameterThatLetsItsBearerInIsRefusedByName(String name) {
        for (String url : new String[] {
            "https://example.org/a?" + name + "=s3cret",
            "https://example.org/a?version=1&" + name + "=s3cret",
            "https://example.org/a;" + name + "=s3cret/b",
            "https://example.org/a#" + name + "=s3cret",
            "example.org/a b?" + name + "=s3cret"
        }) {
            assertThat(UrlSecrets.in(url)).as(url).hasValue("the parameter \"" + name + '"');
            assertThat(UrlSecrets.hide(url)).as(url).doesNotContain("s3cret");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> UrlSecrets.refuse("source_url", url))
                    .withMessageStartingWith("source_url must not carry a secret but has the parameter")
                    .withMessageContaining("darkroom.origins.credentials")
                    .satisfies(e -> assertThat(e.getMessage()).doesNotContain("s3cret"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://example.org/a.qcow2",
                "https://example.org/a?versionId=3&file=b.raw",
                "https://example.org/a?design=1&configuration=2&tokens=3&author=4&key=5&expires=6&compass=7",
                "https://example.org/a@b/c:d@e",
                "https://example.org/token/password/sig",
                "https://example.org/a?q=token",
                "https://example.org",
                "file:///srv/a@b.raw",
                "sha256:abc",
                "someone@example.org",
                "Debian 12 (token: none)",
                "see https://example.org/a and ask someone@example.org",
                "{\"url\":\"https://example.org\",\"mail\":\"someone@example.org\"}",
                "built at 12:30 by someone@example.org",
                "C:\\images\\a@b.raw",
                "/srv//a@b.raw",
                "/srv/x//a:c@b.raw",
                "https://example.org//a@b",
                "https://example.org/a%40b",
                "// as someone@example.org says",
                "quay.io/image:1@sha256:abc",
                "only by https: ask someone@example.org",
                ""
            })
    void whatIsNoSecretIsNotTakenForOne(String text) {
        assertThat(UrlSecrets.in(text)).isEmpty();
        UrlSecrets.refuse("source_url", text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://user:s3cret@example.org/a",
                "https://s3cret@example.org/a",
                "https://user:p@s3cret@example.org/a",
                "https://user:x/s3cret@example.org/a",
                "https:///user:s3cret@example.org/a",
                "https://user:s3cret@exa mple.org/a",
                "https://user:s3cret@[::1/a",
                "ftp://user:s3cret@example.org/a",
                "https//user:s3cret@example.org/a",
                "https//s3cret@example.org/a",
                "see https//user:x/s3cret@example.org/a",
                "//user:s3cret@example.org/a",
                "url=//user:s3cret@example.org/a",
                "https://user:x\"s3cret@example.org/a",
                "https://user:x\"y/s3cret@example.org/a",
                "https://user:s3cret%40example.org/a",
                "https//user:s3cret%40example.org/a",
                "https://user:x#s3cret@example.org/a",
                "https:user:s3cret@example.org/a",
                "see https://user:s3cret@example.org/a"
            })
    void aUserIsASecretAndIsNotShown(String text) {
        assertThat(UrlSecrets.in(text)).hasValue("a user name or password");
        assertThat(UrlSecrets.hide(text)).doesNotContain("s3cret").contains("/");
        assertThat(UrlSecrets.quote(text)).doesNotContain("s3cret");
    }

    @ParameterizedTest
    @CsvSource({
        "https://me:s3cret@example.org/a.qcow2?b=s3cret, https://example.org/a.qcow2",
        "https://example.org/a?b=s3cret#s3cret,          https://example.org/a",
        "https:/me:s3cret@example.org/a,                 example.org/a",
        "https:me:p@s3cret@example.org/a,                example.org/a",
        "me:s3cret@example.org/a,                        example.org/a",
        "https:/me:s3cret@example.org/a?b=s3cret,        example.org/a",
        "https://me:a#s3cret@example.org/a,              https://...",
        "https://example.org/a?b=c@s3cret,               https://...",
        "example.org/a?b=1&token=s3cret,                 example.org/a?b=1",
        "/srv/a@b/c:d.yaml,                              /srv/a@b/c:d.yaml",
        "base.yaml:12: me@example.org,                   base.yaml:12: me@example.org",
        "built at 12:30 by me@example.org,               built at 12:30 by me@example.org",
        "C:\\images\\a.raw of me@example.org,           C:\\images\\a.raw of me@example.org",
        "https//me:s3cret@example.org/a,                 https//example.org/a",
        "//me:s3cret@example.org/a,                      //example.org/a",
        "https://me:s3cret%40example.org/a,              https://example.org/a",
    })
    void whatIsShownHasNoSecret(String text, String shown) {
        assertThat(UrlSecrets.hide(text)).isEqualTo(shown);
    }

    @ParameterizedTest
    @ValueSource(strings = {"://", "a://b@", "x:", "?a", "&token", "aaaa", "@", "a:@ "})
    @Timeout(20)
    void aLongTextCostsLittle(String part) {
        String text = part.repeat(512 * 1024 / part.length());
        long began = System.nanoTime();

        UrlSecrets.in(text);
        UrlSecrets.hide(text.substring(0, 8192));

        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(15));
        assertThat(UrlSecrets.hide(text)).endsWith("...").doesNotContain("@", "?");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "://", ":/?", ":/#", ":/@", "://x:", "https:", "https:/", "//", "a//b:", "\"", ":\"", "a:", "%40", " "
            })
    void theCostGrowsWithTheLengthOnly(String part) {
        String text = part.repeat(8190 / part.length());

        assertTimeoutPreemptively(Duration.ofSeconds(10), () -> {
            for (int i = 0; i < 200; i++) {
                UrlSecrets.hide(text);
                UrlSecrets.in(text);
            }
        });
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> UrlSecrets.in(part.repeat(500_000 / part.length())));
    }

    @Test
    void aTextThatIsTooLongToBeAUrlIsShownUpToItsFirstSign() {
        String text = "name?token=s3cret" + "x".repeat(8192);

        assertThat(UrlSecrets.hide(text)).isEqualTo("name...");
    }
}
