package dev.darkroom.upload.openstack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.events.Digest;
import dev.darkroom.events.DiskFormat;
import dev.darkroom.events.FailureCode;
import dev.darkroom.events.FailureException;
import dev.darkroom.events.ImageId;
import dev.darkroom.events.ImageKey;
import dev.darkroom.upload.openstack.clouds.CloudSettings;
import dev.darkroom.upload.openstack.testing.Connected;
import dev.darkroom.upload.testing.OpenStackContainer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a real Keystone and Glance with tokens of half a minute and little space, which are also killed. */
class OpenStackFaultIT {
    private static final int CAP = 40_000_000;
    private static final Duration TOKEN = Duration.ofSeconds(30);
    private static final OpenStackContainer OPENSTACK = new OpenStackContainer()
            .withEnv("OS_TOKEN__EXPIRATION", String.valueOf(TOKEN.toSeconds()))
            .withEnv("OS_DEFAULT__IMAGE_SIZE_CAP", String.valueOf(CAP))
            .withEnv("OS_DEFAULT__USER_STORAGE_QUOTA", "70MB");

    private static int images;

    @TempDir
    private Path directory;

    private ImageId id;

    @BeforeAll
    static void start() {
        OPENSTACK.start();
    }

    @AfterAll
    static void stop() {
        OPENSTACK.stop();
    }

    @BeforeEach
    void image() {
        id = ImageId.of(new ImageKey("fault"), images++);
    }

    @Test
    void aRunOutlivesItsTokens() throws Exception {
        var renewing = connect(Clock.systemUTC());
        var surprised = connect(Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));
        renewing.create(queued());
        assertThat(surprised.find(id)).isPresent();

        Thread.sleep(TOKEN.plusSeconds(1));

        // One renews by its clock, the other is told by a 401 in the middle of its run.
        assertThat(renewing.find(id)).isPresent();
        Path file = bytes(30_000_000);
        Digest digest = surprised.upload(id, file, null, n -> {});
        assertThat(surprised.find(id).orElseThrow().hashValue()).isEqualTo(digest.hex());
        renewing.delete(id);
    }

    @Test
    void moreThanTheServiceAdmitsIsAMatterOfQuota() throws IOException {
        var images = connect(Clock.systemUTC());
        images.create(queued());

        FailureException overCap = Connected.failure(() -> images.upload(id, bytes(CAP + 1), null, n -> {}));
        assertThat(overCap.code()).isEqualTo(FailureCode.QUOTA_EXCEEDED);

        Path file = bytes(CAP - 1);
        images.upload(id, file, null, n -> {});
        ImageId second = ImageId.of(new ImageKey("second"), 0);
        images.create(new NewImage(second, "n", DiskFormat.RAW, "bare", 0, 0, false, List.of(), new TreeMap<>()));
        FailureException overQuota = Connected.failure(() -> images.upload(second, file, null, n -> {}));
        assertThat(overQuota.code()).isEqualTo(FailureCode.QUOTA_EXCEEDED);
        assertThat(overQuota).hasMessageContaining("answered 413");
        images.delete(second);
        images.delete(id);
    }

    @Test
    void aConnectionThatIsCutHalfWayLeavesAQueuedImageThatTakesTheBytesAgain() throws Exception {
        Path file = bytes(30_000_000);
        try (var cutter = new CuttingProxy(URI.create(OPENSTACK.glance()), 15_000_000)) {
            var images = connect(Clock.systemUTC());
            var cut = Connected.to(settings(Optional.of(cutter.url())), Clock.systemUTC());
            images.create(queued());

            FailureException failure = Connected.failure(() -> cut.upload(id, file, null, n -> {}));

            assertThat(failure.code()).isEqualTo(FailureCode.TARGET_UNAVAILABLE);
            awaitStatus(images, "queued");
            Digest digest = images.upload(id, file, null, n -> {});
            assertThat(images.find(id).orElseThrow().hashValue()).isEqualTo(digest.hex());
            images.delete(id);
        }
    }

    @Test
    void aGlanceThatIsKilledLeavesASavingImageThatCanBeDeleted() throws Exception {
        Path file = bytes(30_000_000);
        var images = connect(Clock.systemUTC());
        images.create(queued());
        var killed = new AtomicBoolean();

        FailureException failure = Connected.failure(() -> images.upload(id, file, null, n -> {
            if (n > 20_000_000 && !killed.getAndSet(true)) {
                OPENSTACK.killGlance();
            }
        }));

        assertThat(failure.code()).isEqualTo(FailureCode.TARGET_UNAVAILABLE);
        awaitStatus(images, "saving");
        assertThat(Connected.failure(() -> images.upload(id, file, null, n -> {}))
                        .code())
                .isEqualTo(FailureCode.IMAGE_CONFLICT);
        images.delete(id);
        assertThat(images.create(queued())).isFalse();
    }

    private void awaitStatus(OpenStackImages images, String status) throws InterruptedException {
        for (int attempt = 0; ; attempt++) {
            try {
                if (images.find(id)
                        .map(RemoteImage::status)
                        .filter(status::equals)
                        .isPresent()) {
                    return;
                }
            } catch (FailureException e) {
                assertThat(e.code()).as(e.getMessage()).isEqualTo(FailureCode.TARGET_UNAVAILABLE);
            }
            assertThat(attempt).as("%s: not %s yet", images.endpoint(), status).isLessThan(300);
            Thread.sleep(100);
        }
    }

    private Path bytes(int size) throws IOException {
        var bytes = new byte[size];
        new Random(1).nextBytes(bytes);
        return Files.write(directory.resolve(size + ".raw"), bytes);
    }

    private NewImage queued() {
        return new NewImage(id, "n", DiskFormat.RAW, "bare", 0, 0, false, List.of(), new TreeMap<>());
    }

    private static OpenStackImages connect(Clock clock) {
        return Connected.to(settings(Optional.empty()), clock);
    }

    private static CloudSettings settings(Optional<URI> imageEndpoint) {
        CloudSettings cloud = OPENSTACK.clouds().cloud("images");
        return new CloudSettings(
                cloud.name(),
                cloud.authUrl(),
                cloud.login(),
                cloud.region(),
                cloud.facing(),
                cloud.verify(),
                cloud.caCertificate(),
                imageEndpoint);
    }
}
