package dev.darkroom.fetch;

import static dev.darkroom.events.testing.Samples.KEY;
import static dev.darkroom.events.testing.Threads.OWN_THREAD;
import static dev.darkroom.fetch.Fetching.image;
import static dev.darkroom.fetch.Fetching.request;
import static dev.darkroom.fetch.Fetching.sha256;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.darkroom.events.ByteSize;
import dev.darkroom.events.Checksum;
import dev.darkroom.events.Event;
import dev.darkroom.events.FailureCode;
import dev.darkroom.events.ImageFailed;
import dev.darkroom.events.ImageFetched;
import dev.darkroom.events.ImageKey;
import dev.darkroom.events.ImageRequested;
import dev.darkroom.events.Proof;
import dev.darkroom.events.SourceUri;
import dev.darkroom.events.testing.Samples;
import dev.darkroom.events.testing.Threads;
import dev.darkroom.fetch.policy.OriginsConfig;
import dev.darkroom.fetch.testing.FakeOrigin;
import dev.darkroom.fetch.testing.Served;
import dev.darkroom.fetch.testing.TestBundle;
import dev.darkroom.fetch.testing.TestSigstore;
import dev.darkroom.fetch.verify.VerifyConfig;
import dev.darkroom.staging.DemandConfig;
import dev.darkroom.staging.DirectoryStaging;
import dev.darkroom.staging.KeyGuard;
import dev.darkroom.staging.Progress;
import dev.darkroom.staging.SweepStaging;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The function as it is made from configuration, event in, event out. */
class FetchWiringTest {
    private static final byte[] IMAGE = image(20 * 512);

    @TempDir
    Path root;

    private final FakeOrigin origin = new FakeOrigin().on("/disk.raw", Served.file(IMAGE));
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final List<Event> published = new CopyOnWriteArrayList<>();
    private final FetchWiring wiring = new FetchWiring();
    private final KeyGuard guard = new KeyGuard();

    @AfterEach
    void stop() throws IOException {
        wiring.stop();
        origin.close();
    }

    private FetchFunction function(Map<String, String> settings) throws Exception {
        var values = new HashMap<>(Map.of("darkroom.origins.allow", "127.0.0.1"));
        values.putAll(settings);
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .withSources(new PropertiesConfigSource(values, "test", 100))
                .withMapping(FetchConfig.class)
                .withMapping(OriginsConfig.class)
                .withMapping(VerifyConfig.class)
                .withMapping(DemandConfig.class)
                .addDiscoveredConverters()
                .build();
        var staging = new DirectoryStaging(root, new ByteSize(0));
        FetchImage step = wiring.fetchImage(
                config.getConfigMapping(FetchConfig.class),
                config.getConfigMapping(OriginsConfig.class),
                config.getConfigMapping(VerifyConfig.class),
                config.getConfigMapping(DemandConfig.class),
                staging,
                new SweepStaging(staging, guard),
                Progress.SILENT,
                meters,
                Clock.systemUTC());
        return new FetchFunction(step, published::add, guard, meters, config.getConfigMapping(FetchConfig.class));
    }

    private ImageFailed failure() {
        assertThat(published).hasSize(1);
        return (ImageFailed) published.getFirst();
    }

    @Test
    void aRequestBecomesAFetchedImage() throws Exception {
        function(Map.of()).fetch(request(origin.url("/disk.raw"), sha256(IMAGE)));

        assertThat(published).hasSize(1);
        assertThat((ImageFetched) published.getFirst()).satisfies(fetched -> {
            assertThat(fetched.key()).isEqualTo(KEY);
            assertThat(fetched.sourceSha256()).isEqualTo(sha256(IMAGE));
            assertThat(root.resolve(fetched.source().reference())).hasBinaryContent(IMAGE);
        });
        assertThat(meters.get("darkroom.downloaded").counter().count()).isEqualTo(IMAGE.length);
    }

    @Test
    void bytesOfAnotherSourceStayWhileSomebodyUsesThem() throws Exception {
        byte[] other = image(30 * 512);
        origin.on("/other.raw", Served.file(other));
        FetchFunction function = function(Map.of());
        function.fetch(request(origin.url("/disk.raw")));
        Path staged = staged(published.getFirst());
        var second = new CompletableFuture<Void>();
        try (var converting = guard.together(KEY.value())) {
            second.completeAsync(() -> {
                function.fetch(request(origin.url("/other.raw")));
                return null;
            });
            assertThatThrownBy(() -> second.get(500, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
            assertThat(staged).hasBinaryContent(IMAGE);
        }
        second.get(20, TimeUnit.SECONDS);

        assertThat(staged(published.getLast())).hasBinaryContent(other);
    }

    private Path staged(Event event) {
        return root.resolve(((ImageFetched) event).source().reference());
    }

    @Test
    void aRepeatedRequestIsSkippedAndAnsweredAlike() throws Exception {
        FetchFunction function = function(Map.of());
        function.fetch(request(origin.url("/disk.raw")));
        function.fetch(request(origin.url("/disk.raw")));

        assertThat(published).hasSize(2);
        assertThat(published.get(1).id()).isEqualTo(published.get(0).id());
        assertThat(meters.get("darkroom.skipped")
                        .tag("function", "fetch")
                        .counter()
                        .count())
                .isEqualTo(1);
        assertThat(origin.requests()).hasSize(1);
    }

    @Test
    void noMoreImagesAreFetchedAtOnceThanIsSet() throws Exception {
        var told = new CountDownLatch(1);
        origin.on("/slow.raw", Served.file(IMAGE).stopAfter(IMAGE.length / 2, told));
        FetchFunction function = function(Map.of("darkroom.fetch.concurrency", "1"));
        ImageRequested slow = request(origin.url("/slow.raw"));
        var other = new ImageRequested(
                new ImageKey("other"), request(origin.url("/disk.raw")).spec(), slow.formats(), Map.of(), 0, null);
        var first = CompletableFuture.runAsync(() -> function.fetch(slow), OWN_THREAD);
        Threads.until(() -> !origin.requests().isEmpty());
        var second = CompletableFuture.runAsync(() -> function.fetch(other), OWN_THREAD);
        var again = CompletableFuture.runAsync(() -> function.fetch(slow), OWN_THREAD);

        assertThat(second).failsWithin(Duration.ofMillis(500));
        told.countDown();

        for (var each : List.of(first, second, again)) {
            assertThat(each).succeedsWithin(Duration.ofSeconds(20));
        }
        assertThat(published).map(Event::subject).containsExactlyInAnyOrder(KEY.value(), KEY.value(), "other");
        assertThat(origin.requests()).hasSize(2);
    }

    @Test
    void whereNoFormatIsWantedNothingIsFetched() throws Exception {
        function(Map.of()).fetch(Samples.requested(Samples.spec()));

        assertThat(published).isEmpty();
    }

    @Test
    void aFailureIsSaidWithItsCode() throws Exception {
        function(Map.of()).fetch(request(origin.url("/none.raw")));

        assertThat(failure().code()).isEqualTo(FailureCode.ORIGIN_NOT_FOUND);
        assertThat(failure().stage()).isEqualTo("fetch");
        assertThat(failure().retryable()).isFalse();
    }

    @Test
    void anOriginThatStaysDownIsAskedAsOftenAsIsSet() throws Exception {
        origin.on("/disk.raw", FakeOrigin.status(503));

        function(Map.of("darkroom.fetch.attempts", "2")).fetch(request(origin.url("/disk.raw")));

        assertThat(failure().code()).isEqualTo(FailureCode.ORIGIN_UNAVAILABLE);
        assertThat(failure().retryable()).isTrue();
        assertThat(origin.requests()).hasSize(2);
    }

    @Test
    void theLimitsThatAreSetHold() throws Exception {
        function(Map.of("darkroom.fetch.max-download", "10000")).fetch(request(origin.url("/disk.raw")));

        assertThat(failure().code()).isEqualTo(FailureCode.LIMIT_EXCEEDED);
    }

    @Test
    void filesAreReadableBelowTheDirectoriesThatAreSet() throws Exception {
        Path file = Files.write(root.resolve("disk.raw"), IMAGE);

        function(Map.of("darkroom.origins.files", root.toString())).fetch(request("file://" + file));

        assertThat(published.getFirst()).isInstanceOf(ImageFetched.class);
    }

    @Test
    void anOriginSeesTheSecretThatIsSetForIt() throws Exception {
        Path secret = Files.writeString(root.resolve("token"), "abc\n");

        function(Map.of(
                        "darkroom.origins.credentials.mirror.host",
                        "127.0.0.1",
                        "darkroom.origins.credentials.mirror.secret-file",
                        secret.toString()))
                .fetch(request(origin.url("/disk.raw")));

        assertThat(published.getFirst()).isInstanceOf(ImageFetched.class);
        assertThat(origin.requests().getFirst().header("Authorization")).hasValue("Bearer abc");
    }

    @Test
    void anOriginThatIsNotPublicIsRefusedUnlessItIsAllowed() throws Exception {
        function(Map.of("darkroom.origins.allow", "10.0.0.0/8")).fetch(request(origin.url("/disk.raw")));

        assertThat(failure().code()).isEqualTo(FailureCode.ORIGIN_REFUSED);
        assertThat(failure().message()).contains("add 127.0.0.1 to darkroom.origins.allow");
    }

    @Test
    void aSettingThatMakesNoSenseEndsTheStart() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> function(Map.of("darkroom.origins.hosts", "https://example.org/")))
                .withMessageStartingWith("darkroom.origins.hosts must list hosts");
    }

    @Test
    void keysThatCannotBeReadEndTheStart() throws Exception {
        Path file = Files.writeString(root.resolve("keys.asc"), "no key");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> function(Map.of("darkroom.verify.openpgp-keys", file.toString())))
                .withMessageStartingWith("darkroom.verify.openpgp-keys: the file of keys " + file);
    }

    @Test
    void aBundleIsVerifiedByTheRootAndIdentityThatAreSet() throws Exception {
        var sigstore = new TestSigstore();
        Path file = Files.write(root.resolve("root.json"), sigstore.trustedRoot());
        origin.on("/bundle.json", Served.file(TestBundle.by(sigstore).over(IMAGE)));
        var checksum = new Checksum(List.of(), null, false, null, SourceUri.parse(origin.url("/bundle.json")));

        function(Map.of(
                        "darkroom.verify",
                        "require",
                        "darkroom.verify.cosign-trusted-root",
                        file.toString(),
                        "darkroom.verify.cosign-identities",
                        "https://accounts.example.org images@example.org," + TestBundle.ISSUER + " "
                                + TestBundle.SUBJECT))
                .fetch(request(origin.url("/disk.raw"), checksum));

        assertThat(((ImageFetched) published.getFirst()).verified())
                .extracting(Proof::subject)
                .contains(TestBundle.SUBJECT);
    }

    static Stream<Arguments> wrongTrust() {
        return Stream.of(
                arguments("no root.json", "https://a.org b@c.org", "darkroom.verify.cosign-trusted-root: the file of"),
                arguments("keys.asc", "https://a.org b@c.org", "darkroom.verify.cosign-trusted-root: the file of"),
                arguments("root.json", "b@c.org", "darkroom.verify.cosign-identities must be an issuer and a subject"),
                arguments("root.json", "", "darkroom.verify.cosign-trusted-root says whose word"),
                arguments("", "https://a.org b@c.org", "darkroom.verify.cosign-trusted-root says whose word"));
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("wrongTrust")
    void trustThatMakesNoSenseEndsTheStart(String file, String identities, String why) throws Exception {
        Files.write(root.resolve("root.json"), new TestSigstore().trustedRoot());
        Files.writeString(root.resolve("keys.asc"), "no root");
        var settings = new HashMap<String, String>();
        if (!file.isEmpty()) {
            settings.put(
                    "darkroom.verify.cosign-trusted-root", root.resolve(file).toString());
        }
        if (!identities.isEmpty()) {
            settings.put("darkroom.verify.cosign-identities", identities);
        }

        assertThatIllegalArgumentException()
                .isThrownBy(() -> function(settings))
                .withMessageStartingWith(why);
    }

    @Test
    void whatIsDemandedOfEveryImageIsDemanded() throws Exception {
        function(Map.of("darkroom.verify", "require")).fetch(request(origin.url("/disk.raw"), sha256(IMAGE)));

        assertThat(failure().code()).isEqualTo(FailureCode.PROOF_MISSING);
        assertThat(origin.requests()).isEmpty();
    }
}
