package dev.darkroom.upload.openstack.keystone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.events.FailureCode;
import dev.darkroom.events.FailureException;
import dev.darkroom.events.ImageId;
import dev.darkroom.events.ImageKey;
import dev.darkroom.upload.openstack.OpenStackImages;
import dev.darkroom.upload.openstack.RemoteImage;
import dev.darkroom.upload.openstack.clouds.CloudSettings;
import dev.darkroom.upload.openstack.clouds.Login;
import dev.darkroom.upload.openstack.clouds.Secret;
import dev.darkroom.upload.openstack.testing.Connected;
import dev.darkroom.upload.openstack.testing.FakeCloud;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tokens, and where they lead. */
class IssueTokenTest {
    private static final ImageId ID = ImageId.of(new ImageKey("debian_12"), 0);
    private static final String GET = "GET /v2/images/" + ID;

    private final FakeCloud cloud = new FakeCloud();
    private final AtomicReference<Instant> now = new AtomicReference<>(Connected.NOW);
    private final Clock clock =
            InstantSource.tick(now::get, Duration.ofNanos(1)).withZone(ZoneOffset.UTC);
    private final OpenStackImages images = Connected.to(cloud.settings(), clock);

    @AfterEach
    void close() throws IOException {
        cloud.close();
    }

    @Test
    void nobodyLogsInBeforeItIsNeeded() {
        assertThat(cloud.requests()).isEmpty();

        assertThat(images.projectId()).isEqualTo(FakeCloud.PROJECT);
        assertThat(images.endpoint()).hasToString(cloud.url() + "/v2");
        assertThat(cloud.requests(FakeCloud.LOGIN)).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"40, 29, 1", "40, 30, 2", "86400, 86099, 1", "86400, 86100, 2"})
    void aTokenIsRenewedBeforeItEnds(int life, int later, int logins) {
        cloud.on(FakeCloud.LOGIN, cloud.token(life));
        images.find(ID);

        now.set(Connected.NOW.plusSeconds(later));
        images.find(ID);

        assertThat(cloud.requests(FakeCloud.LOGIN)).isEqualTo(logins);
    }

    @Test
    void aTokenThatIsNoLongerTakenIsRenewedOnceForAllThreads() throws Exception {
        images.find(ID);
        cloud.on(
                GET,
                (request, out) -> FakeCloud.send(
                        out, request.headers().get("X-Auth-Token").equals("token-1") ? 401 : 404, ""));
        var start = new CountDownLatch(1);
        var found = new ArrayList<Future<Optional<RemoteImage>>>();
        try (var threads = Executors.newFixedThreadPool(8)) {
            for (int i = 0; i < 8; i++) {
                found.add(threads.submit(() -> {
                    start.await();
                    return images.find(ID);
                }));
            }
            start.countDown();
        }

        for (Future<Optional<RemoteImage>> each : found) {
            assertThat(each.get()).isEmpty();
        }
        assertThat(cloud.requests(FakeCloud.LOGIN)).isEqualTo(2);
    }

    @Test
    void aNewTokenThatIsNotTakenEitherIsAFailure() {
        cloud.on(GET, FakeCloud.json(401, "{\"message\": \"who is token-2?\"}"));

        FailureException failure = Connected.failure(() -> images.find(ID));

        assertThat(failure.code()).isEqualTo(FailureCode.TARGET_UNAUTHORIZED);
        assertThat(failure).hasMessageContaining(": who is ***? (check the cloud's credentials");
        assertThat(cloud.requests(GET)).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            401 | target-unauthorized | Keystone answered 401 to POST /v3/auth/tokens: no pass *** for you (check
            404 | target-unknown      | Keystone answered 404 to POST /v3/auth/tokens: no pass *** for you
            400 | target-unknown      | Keystone answered 400
            301 | target-unknown      | Keystone answered 301
            302 | target-unavailable  | Keystone answered 302
            405 | target-unknown      | Keystone answered 405
            503 | target-unavailable  | Keystone answered 503
            """)
    void whatKeystoneAnswersIsSaidWithoutThePassword(int status, String code, String message) {
        cloud.on(
                FakeCloud.LOGIN,
                FakeCloud.json(
                        status, "{\"error\": {\"message\": \"no pass " + FakeCloud.PASSWORD.reveal() + " for you\"}}"));

        FailureException failure = Connected.failure(images::projectId);

        assertThat(failure.code()).hasToString(code);
        assertThat(failure).hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"token": {}}                         | X-Subject-Token: t | gave no token for a project
            {"token": {"project": {"id": "p"}}}   | X-Nothing: t       | gave no token for a project
            {"token": {"project": {"id": "p"}}}   | X-Subject-Token: t | it has none at all
            {"token": {"project": {"id": "p"}, "catalog": [{"type": "image", "endpoints": [{"interface": "public", "region_id": "Two", "url": "http://x"}, {"interface": "internal", "region": "RegionOne", "url": "http://x"}]}]}} | X-Subject-Token: t | no image service with interface public in region "RegionOne"; it has internal in RegionOne, public in Two
            {"token": {"project": {"id": "p"}, "catalog": [{"type": "image", "endpoints": [{"interface": "public", "region_id": "RegionOne", "url": "no url"}]}]}} | X-Subject-Token: t | the image service's address is no URL: "no url"
            """)
    void aTokenThatLeadsNowhereIsExplained(String body, String header, String message) {
        cloud.on(FakeCloud.LOGIN, FakeCloud.json(201, body, header));

        FailureException failure = Connected.failure(images::projectId);

        assertThat(failure.code()).isEqualTo(FailureCode.TARGET_UNKNOWN);
        assertThat(failure).hasMessageContaining("cloud fake").hasMessageContaining(message);
    }

    @Test
    void anAddressOfOurOwnComesBeforeTheCatalogue() {
        CloudSettings catalogue = cloud.settings();
        var settings = new CloudSettings(
                catalogue.name(),
                catalogue.authUrl(),
                catalogue.login(),
                Optional.of("nowhere"),
                "admin",
                true,
                Optional.empty(),
                Optional.of(URI.create("https://images.example.org/image/v2/")));

        var elsewhere = Connected.to(settings);
        assertThat(elsewhere.endpoint()).hasToString("https://images.example.org/image/v2");
    }

    @ParameterizedTest
    @CsvSource({"http://127.0.0.1:1/v3, refused", "http://keystone.invalid/v3, cannot be resolved"})
    void aKeystoneThatIsNotThereIsUnavailable(URI url, String message) {
        CloudSettings here = cloud.settings();
        var settings = new CloudSettings(
                "gone", url, here.login(), here.region(), "public", true, Optional.empty(), Optional.empty());

        var gone = Connected.to(settings);
        FailureException failure = Connected.failure(gone::projectId);

        assertThat(failure.code()).isEqualTo(FailureCode.TARGET_UNAVAILABLE);
        assertThat(failure)
                .hasMessageContaining("cloud gone: Keystone at " + url)
                .hasMessageContaining(message);
    }

    @Test
    void everyLoginHasItsForm() {
        var domain = new Login.Domain(null, "Users");
        var user = new Login.User(null, "u", domain);

        assertThat(TokenRequest.of(new Login.Password(user, new Secret("p"), new Login.Project("q", null, null))))
                .isEqualTo("{\"auth\":{\"identity\":{\"methods\":[\"password\"],\"password\":{\"user\":"
                        + "{\"domain\":{\"name\":\"Users\"},\"name\":\"u\",\"password\":\"p\"}}},"
                        + "\"scope\":{\"project\":{\"id\":\"q\"}}}}");
        assertThat(TokenRequest.of(new Login.ApplicationCredential(null, "n", user, new Secret("s"))))
                .isEqualTo(
                        "{\"auth\":{\"identity\":{\"methods\":[\"application_credential\"],\"application_credential\":"
                                + "{\"name\":\"n\",\"secret\":\"s\",\"user\":{\"domain\":{\"name\":\"Users\"},\"name\":\"u\"}}}}}");
        assertThat(TokenRequest.of(
                        new Login.Token(new Secret("t"), new Login.Project(null, "q", new Login.Domain("d", null)))))
                .isEqualTo("{\"auth\":{\"identity\":{\"methods\":[\"token\"],\"token\":{\"id\":\"t\"}},"
                        + "\"scope\":{\"project\":{\"domain\":{\"id\":\"d\"},\"name\":\"q\"}}}}");
    }
}
