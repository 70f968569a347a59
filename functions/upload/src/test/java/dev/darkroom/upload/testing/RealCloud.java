package dev.darkroom.upload.testing;

import dev.darkroom.events.DiskFormat;
import dev.darkroom.events.TargetName;
import dev.darkroom.upload.glance.CloudConnection;
import dev.darkroom.upload.glance.GlanceTarget;
import dev.darkroom.upload.openstack.ImageService;
import dev.darkroom.upload.openstack.OpenStackImages;
import dev.darkroom.upload.openstack.http.Timeouts;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Services and targets in the clouds of a real Keystone and Glance. */
public final class RealCloud {
    public static final Duration STALE = Duration.ofHours(1);

    private static final Timeouts TIMEOUTS =
            new Timeouts(Duration.ofSeconds(30), Duration.ofSeconds(30), Duration.ofSeconds(60));

    private final OpenStackContainer openstack;

    public RealCloud(OpenStackContainer openstack) {
        this.openstack = openstack;
    }

    /** The image service as a cloud of the container's clouds.yaml sees it. */
    public ImageService service(String cloud) {
        return OpenStackImages.connect(openstack.clouds().cloud(cloud), TIMEOUTS, Clock.systemUTC());
    }

    public GlanceTarget target(String cloud, DiskFormat wants) {
        return target(cloud, wants, Clock.systemUTC());
    }

    /** @param clock that says how old an image is */
    public GlanceTarget target(String cloud, DiskFormat wants, Clock clock) {
        return new GlanceTarget(
                new TargetName(cloud),
                Optional.ofNullable(wants),
                new CloudConnection(cloud, () -> service(cloud)),
                STALE,
                clock);
    }

    /** Waits for at most a minute. */
    public static void eventually(BooleanSupplier condition) {
        for (int tries = 0; tries < 240; tries++) {
            if (condition.getAsBoolean()) {
                return;
            }
            try {
                Thread.sleep(250);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
        throw new AssertionError("it did not become so within a minute");
    }
}
