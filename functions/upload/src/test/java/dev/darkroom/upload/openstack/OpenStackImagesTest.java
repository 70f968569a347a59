package dev.darkroom.upload.openstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.events.DiskFormat;
import dev.darkroom.events.FailureCode;
import dev.darkroom.events.FailureException;
import dev.darkroom.events.ImageId;
import dev.darkroom.events.ImageKey;
import dev.darkroom.upload.openstack.testing.Connected;
import dev.darkroom.upload.openstack.testing.FakeCloud;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

/** What the real image service cannot be made to answer. */
class OpenStackImagesTest {
    private static final ImageId ID = ImageId.of(new ImageKey("debian_12"), 0);
    private static final String GET = "GET /v2/images/" + ID;
    private static final String IMAGE = "{\"id\": \"" + ID + "\", \"status\": \"uploading\"}";

    private static final List<String> BOTH_SERVICES = List.of(FakeCloud.LOGIN, GET);

    private final FakeCloud cloud = new FakeCloud();
    private final OpenStackImages images = Connected.to(cloud.settings());

    @AfterEach
    void close() throws IOException {
        cloud.close();
    }

    @Test
    void everythingOfAnImageIsRead() {
        cloud.on(GET, FakeCloud.json(200, """
                        {"id": "%s", "status": "importing", "owner": "p", "name": null, "visibility": "community",
                         "disk_format": "raw", "container_format": "bare", "size": 6442450944, "virtual_size": null,
                         "os_hash_algo": "sha512", "os_hash_value": "ab", "checksum": "cd", "min_disk": 6, "min_ram": 512,
                         "os_hidden": true, "protected": true, "tags": ["b", "a"], "architecture": "x86_64",
                         "darkroom_key": "debian_12", "os_glance_failed_import": "files", "locations": [{"url": "x"}],
                         "self": "/v2/images/x", "file": "/v2/images/x/file", "schema": "/v2/schemas/image",
                         "created_at": "2026-01-01T00:00:00Z", "updated_at": "2026-01-01T00:00:01Z", "stores": "files"}""".formatted(ID)));

        RemoteImage image = images.find(ID).orElseThrow();

        assertThat(image.status()).isEqualTo("importing");
        assertThat(image.visibility()).isEqualTo("community");
        assertThat(image.name()).isNull();
        assertThat(image.size()).isEqualTo(6442450944L);
        assertThat(image.tags()).containsExactly("a", "b");
        assertThat(image.hidden()).isTrue();
        assertThat(image.protectedImage()).isTrue();
        assertThat(image.properties())
                .containsExactlyInAnyOrderEntriesOf(Map.of("architecture", "x86_64", "darkroom_key", "debian_12"));
        assertThat(image.updatedAt()).isEqualTo("2026-01-01T00:00:01Z");
    }

    @Test
    void aListIsFollowedPageByPage() {
        cloud.on("GET /v2/images?limit=1000&owner=p", page("/v2/images?limit=1000&marker=" + ID));
        cloud.on("GET /v2/images?limit=1000&marker=" + ID + "&owner=p", page(null));

        assertThat(images.list(Map.of("owner", "p"), Optional::of))
                .hasSize(2)
                .allSatisfy(image -> assertThat(image.id()).isEqualTo(ID));
    }

    /** A page is megabytes. */
    @Test
    void noMoreThanOnePageOfALongListIsHeld() {
        String first = "GET /v2/images?limit=1000";
        String thousand = String.join(", ", Collections.nCopies(1000, IMAGE));
        for (int page = 0; page < 5; page++) {
            String next = page == 4 ? "" : ", \"next\": \"/v2/images?marker=" + page + "\"";
            cloud.on(
                    page == 0 ? first : first + "&marker=" + (page - 1),
                    FakeCloud.json(200, "{\"images\": [" + thousand + "]" + next + "}"));
        }
        var seen = new AtomicInteger();

        List<Long> pages = images.list(Map.of(), image -> {
            long asked = cloud.requests().stream()
                    .filter(request -> request.line().startsWith(first))
                    .count();
            assertThat(asked).isEqualTo(seen.getAndIncrement() / 1000 + 1);
            return Optional.of(asked).filter(any -> seen.get() % 1000 == 1);
        });

        assertThat(pages).containsExactly(1L, 2L, 3L, 4L, 5L);
    }

    @Test
    void aListThatTurnsInCirclesIsLeft() {
        cloud.on("GET /v2/images?limit=1000", page("http://elsewhere.example.org/v2/images?marker=x"));
        cloud.on("GET /v2/images?limit=1000&marker=x", page("/v2/images?marker=x"));

        FailureException failure = Connected.failure(() -> images.list(Map.of(), Optional::of));

        assertThat(failure.code()).isEqualTo(FailureCode.TARGET_UNAVAILABLE);
        assertThat(failure).hasMessageContaining("the same page");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            400 | target-refused
            401 | target-unauthorized
            403 | target-unauthorized
            404 | target-refused
            405 | target-unavailable
            408 | target-unavailable
            409 | target-refused
            413 | quota-exceeded
            415 | target-refused
            429 | target-unavailable
            301 | target-unavailable
            302 | target-unavailable
            500 | target-unavailable
            503 | target-unavailable
            """)
    void statusesMeanCodes(int status, String code) {
        cloud.on("GET /v2/images/" + ID + "/members", FakeCloud.json(status, "{\"message\": \"because<br/>\"}"));

        FailureException failure = Connected.failure(() -> images.share(ID, List.of()));

        assertThat(failure.code()).hasToString(code);
        assertThat(failure)
                .hasMessageStartingWith("cloud fake: the image service answered " + status + " to GET /v2/images/" + ID
                        + "/members: because");
    }

    @Test
    void whatKnowsNoImagesAtAllIsNotTheImageService() {
        var image = new NewImage(ID, "n", DiskFormat.RAW, "bare", 0, 0, false, List.of(), new TreeMap<>());

        assertThat(images.find(ID)).isEmpty();
        for (FailureException failure : List.of(
                Connected.failure(images::requireUp),
                Connected.failure(() -> images.list(Map.of(), Optional::of)),
                Connected.failure(() -> images.create(image)))) {
            assertThat(failure.code()).isEqualTo(FailureCode.TARGET_UNAVAILABLE);
            assertThat(failure).hasMessageContaining("the image service answered 404");
        }
    }

    @Test
    void withoutItsDatabaseItIsNotUp() {
        cloud.on("GET /v2/schemas/image", FakeCloud.json(200, "{\"properties\": {}}"));
        cloud.on("GET /v2/images/00000000-0000-0000-0000-000000000000", FakeCloud.status(500), FakeCloud.status(404));

        assertThat(Connected.failure(images::requireUp).code()).isEqualTo(FailureCode.TARGET_UNAVAILABLE);
        images.requireUp();
    }

    @Test
    void nothingIsListedToSeeWhetherItIsUpUnlessItGivesNoSchema() {
        String list = "GET /v2/images?limit=1";
        cloud.on("GET /v2/schemas/image", FakeCloud.json(200, "{\"properties\": {}}"), FakeCloud.status(404));
        cloud.on(list, FakeCloud.json(200, "{\"images\": []}"));

        images.requireUp();
        assertThat(cloud.requests(list)).isZero();
        images.requireUp();
        assertThat(cloud.requests(list)).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            7                             | PT7S
            Thu, 01 Jan 2026 00:01:00 GMT | PT1M
            Wed, 31 Dec 2025 00:00:00 GMT |
            soon                          |
            """)
    void theTimeToWaitIsHandedOn(String header, Duration wait) {
        cloud.on(GET, FakeCloud.status(503, "Retry-After: " + header));

        assertThat(Connected.failure(() -> images.find(ID)).retryAfter().orElse(null))
                .isEqualTo(wait);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            not json                        | is not the JSON of this API
            {"id": "no-uuid"}               | is not an image
            {"id": "%s", "updated_at": "x"} | is not an image
            [1]                             | is not an image
            ''                              | is not the JSON of this API
            """)
    void junkIsNoAnswer(String body, String message) {
        cloud.on(GET, FakeCloud.json(200, body.formatted(ID)));

        FailureException failure = Connected.failure(() -> images.find(ID));

        assertThat(failure.code()).isEqualTo(FailureCode.TARGET_UNAVAILABLE);
        assertThat(failure).hasMessageContaining(message);
    }

    @Test
    void anAnswerIsReadUpToALimit() {
        cloud.on(GET, (request, out) -> {
            FakeCloud.head(out, 200, (32L << 20) + 1);
            for (int i = 0; i <= 32; i++) {
                out.write(new byte[1 << 20]);
            }
        });

        FailureException failure = Connected.failure(() -> images.find(ID));

        assertThat(failure.code()).isEqualTo(FailureCode.TARGET_UNAVAILABLE);
        assertThat(failure).hasMessageContaining("longer than 32.0 MiB");
    }

    @Test
    void aQuestionIsAskedAgainWhenTheConnectionBreaks() {
        cloud.on(GET, FakeCloud.resetAfter(0), FakeCloud.json(200, IMAGE));

        assertThat(images.find(ID))
                .hasValueSatisfying(image -> assertThat(image.status()).isEqualTo("uploading"));
        assertThat(cloud.requests(GET)).isEqualTo(2);
    }

    @Test
    void aChangeIsNotAskedAgain() {
        cloud.on("POST /v2/images", FakeCloud.resetAfter(0));

        FailureException failure = Connected.failure(() ->
                images.create(new NewImage(ID, "n", DiskFormat.RAW, "bare", 0, 0, false, List.of(), new TreeMap<>())));

        assertThat(failure.code()).isEqualTo(FailureCode.TARGET_UNAVAILABLE);
        assertThat(failure).hasMessageContaining("the image service").hasMessageContaining("the connection broke");
        assertThat(cloud.requests("POST /v2/images")).isEqualTo(1);
    }

    @Test
    void silenceEnds() {
        cloud.on(FakeCloud.LOGIN, FakeCloud.silentAfter(0));

        var strict = Connected.impatient(cloud.settings(), Connected.SHORT_ANSWER);
        FailureException failure = Connected.failure(() -> strict.find(ID));

        assertThat(failure.code()).isEqualTo(FailureCode.TARGET_UNAVAILABLE);
        assertThat(failure).hasMessageContaining("did not answer within 500 ms");
    }

    /** Who stops a process interrupts its threads: nothing is wrong with the cloud then, and nobody is to be told so. */
    @ParameterizedTest
    @FieldSource("BOTH_SERVICES")
    void aStopIsNoTroubleOfTheCloud(String whileAsking) {
        if (!whileAsking.equals(FakeCloud.LOGIN)) {
            images.projectId();
        }
        cloud.on(whileAsking, FakeCloud.silentAfter(0));
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> images.find(ID)).isInstanceOf(UncheckedIOException.class);

        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void anImageThatIsGoneMeanwhileIsMissing() {
        cloud.on(GET, FakeCloud.json(200, "{\"id\": \"" + ID + "\"}"));
        RemoteImage before = images.find(ID).orElseThrow();
        cloud.on("PATCH /v2/images/" + ID, FakeCloud.json(404, "{\"message\": \"gone\"}"));

        FailureException failure =
                Connected.failure(() -> images.update(before, Map.of("visibility", "community"), List.of()));

        assertThat(failure.code()).isEqualTo(FailureCode.IMAGE_MISSING);
    }

    @Test
    void aPropertyThatIsGoneMeanwhileIsNotRemovedAgain() {
        cloud.on(GET, FakeCloud.json(200, "{\"id\": \"" + ID + "\", \"a\": \"1\", \"b\": \"2\"}"));
        RemoteImage before = images.find(ID).orElseThrow();
        cloud.on(GET, FakeCloud.json(200, "{\"id\": \"" + ID + "\", \"b\": \"2\"}"));
        var bodies = new CopyOnWriteArrayList<String>();
        cloud.on("PATCH /v2/images/" + ID, keeping(bodies, 409, ""), keeping(bodies, 200, IMAGE));

        images.update(before, Map.of("visibility", "community"), List.of("a", "b", "c"));

        assertThat(bodies)
                .containsExactly(
                        "[{\"op\":\"add\",\"path\":\"/visibility\",\"value\":\"community\"},"
                                + "{\"op\":\"remove\",\"path\":\"/a\"},{\"op\":\"remove\",\"path\":\"/b\"}]",
                        "[{\"op\":\"add\",\"path\":\"/visibility\",\"value\":\"community\"},"
                                + "{\"op\":\"remove\",\"path\":\"/b\"}]");
        assertThat(cloud.requests().getLast().headers())
                .containsEntry("Content-Type", "application/openstack-images-v2.1-json-patch");
    }

    @Test
    void whatMayNotBeDeletedIsAnErrorUnlessItsProtectionWasTheReason() {
        cloud.on("DELETE /v2/images/" + ID + "?format=json", FakeCloud.json(403, "{\"message\": \"not yours\"}"));
        cloud.on(GET, FakeCloud.json(200, IMAGE));

        FailureException failure = Connected.failure(() -> images.delete(ID));

        assertThat(failure.code()).isEqualTo(FailureCode.TARGET_UNAUTHORIZED);
        assertThat(failure).hasMessageContaining("not yours");
    }

    private static FakeCloud.Reply keeping(List<String> bodies, int status, String answer) {
        return (request, out) -> {
            bodies.add(request.body().replaceAll("\\s", ""));
            FakeCloud.send(out, status, answer);
        };
    }

    private static FakeCloud.Reply page(String next) {
        return FakeCloud.json(
                200, "{\"images\": [" + IMAGE + "]" + (next == null ? "" : ", \"next\": \"" + next + "\"") + "}");
    }
}
