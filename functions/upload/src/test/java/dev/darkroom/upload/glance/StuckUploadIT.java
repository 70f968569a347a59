package dev.darkroom.upload.glance;

import static dev.darkroom.events.testing.Failures.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.events.DiskFormat;
import dev.darkroom.events.FailureCode;
import dev.darkroom.events.FailureException;
import dev.darkroom.events.ImageConverted;
import dev.darkroom.events.ImageId;
import dev.darkroom.events.ImageReady;
import dev.darkroom.events.testing.Samples;
import dev.darkroom.staging.Progress;
import dev.darkroom.upload.openstack.RemoteImage;
import dev.darkroom.upload.testing.OpenStackContainer;
import dev.darkroom.upload.testing.RealCloud;
import dev.darkroom.upload.testing.Staged;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Glance that is killed while it takes the bytes leaves the image in {@code saving} for ever. */
class StuckUploadIT {
    @TempDir
    Path temp;

    @Test
    void anImageThatIsStuckIsWaitedForAndThenReplaced() {
        try (var openstack = new OpenStackContainer()) {
            openstack.start();
            var cloud = new RealCloud(openstack);
            var staged = new Staged(temp);
            ImageConverted event = staged.raw("stuck", Samples.spec(), Staged.bytes(60_000_000, 1));
            GlanceTarget target = cloud.target("images", DiskFormat.RAW);

            FailureException cut = assertFails(
                    FailureCode.TARGET_UNAVAILABLE,
                    () -> target.publish(event, staged.artifact(event), killing(openstack)));
            assertThat(cut.code().retryable()).isTrue();
            RealCloud.eventually(() -> target.announce().problem() == null);
            // Somebody else: who has sent it for long enough would replace it.
            FailureException wait = assertFails(
                    FailureCode.TARGET_UNAVAILABLE,
                    () -> cloud.target("images", DiskFormat.RAW)
                            .publish(event, staged.artifact(event), Progress.SILENT));
            assertThat(wait).hasMessageContaining("is saving");

            Clock later = Clock.offset(Clock.systemUTC(), RealCloud.STALE);
            ImageReady ready = cloud.target("images", DiskFormat.RAW, later)
                    .publish(event, staged.artifact(event), Progress.SILENT);

            assertThat(ready.generation()).isEqualTo(1);
            var service = cloud.service("images");
            assertThat(service.find(ImageId.of(event.key(), 0))).isEmpty();
            assertThat(service.list(Map.of("owner", service.projectId()), Optional::of))
                    .extracting(RemoteImage::status)
                    .containsExactly("active");
        }
    }

    /** Who has been sending it for a while knows that nobody else can be. */
    @Test
    void anImageThatWasSentForAWhileIsReplacedAtOnceByWhoSentIt() {
        try (var openstack = new OpenStackContainer()) {
            openstack.start();
            var cloud = new RealCloud(openstack);
            var staged = new Staged(temp);
            ImageConverted event = staged.raw("cut", Samples.spec(), Staged.bytes(60_000_000, 1));
            GlanceTarget target = cloud.target("images", DiskFormat.RAW);
            assertFails(
                    FailureCode.TARGET_UNAVAILABLE,
                    () -> target.publish(event, staged.artifact(event), slowly(killing(openstack))));
            RealCloud.eventually(() -> target.announce().problem() == null);

            ImageReady ready = target.publish(event, staged.artifact(event), Progress.SILENT);

            assertThat(ready.generation()).isEqualTo(1);
            var service = cloud.service("images");
            assertThat(service.find(ImageId.of(event.key(), 0))).isEmpty();
        }
    }

    private static Progress slowly(Progress then) {
        var once = new AtomicBoolean();
        return (key, activity, done, total) -> {
            if (done > total / 10 && once.compareAndSet(false, true)) {
                LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(12));
            }
            then.at(key, activity, done, total);
        };
    }

    private static Progress killing(OpenStackContainer openstack) {
        var once = new AtomicBoolean();
        return (key, activity, done, total) -> {
            if (done > total / 3 && once.compareAndSet(false, true)) {
                openstack.killGlance();
            }
        };
    }
}
