package dev.darkroom.upload.glance;

import dev.darkroom.events.Digest;
import dev.darkroom.events.Digest.Algorithm;
import dev.darkroom.events.DiskFormat;
import dev.darkroom.events.ImageConverted;
import dev.darkroom.events.ImageId;
import dev.darkroom.events.ImageKey;
import dev.darkroom.events.ImageReady;
import dev.darkroom.events.TargetName;
import dev.darkroom.events.testing.Samples;
import dev.darkroom.events.testing.TurnedClock;
import dev.darkroom.staging.Progress;
import dev.darkroom.upload.openstack.NewImage;
import dev.darkroom.upload.testing.FakeGlance;
import dev.darkroom.upload.testing.Images;
import dev.darkroom.upload.testing.Staged;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A project {@code ours} of a cloud in memory, and an image that is ready to be published there. */
abstract class GlanceTargetTestCase {
    static final Progress SILENT = Progress.SILENT;
    static final Duration STALE = Duration.ofHours(1);
    static final byte[] BYTES = Staged.bytes(5_000, 1);
    static final ImageId ID = ImageId.of(new ImageKey("debian_12"), 0);

    @TempDir
    Path temp;

    final TurnedClock clock = new TurnedClock();
    final FakeGlance cloud = new FakeGlance(clock);
    final GlanceTarget target = new GlanceTarget(
            new TargetName("cloud"),
            Optional.of(DiskFormat.RAW),
            new CloudConnection("cloud", () -> cloud.as("ours")),
            STALE,
            clock);
    Staged staged;
    ImageConverted event;

    @BeforeEach
    void anImageIsConverted() {
        staged = new Staged(temp.resolve("staging"));
        event = staged.raw("debian_12", Samples.spec(), BYTES);
    }

    ImageReady publish(ImageConverted converted) {
        return target.publish(converted, staged.artifact(converted), SILENT);
    }

    Digest sha512() {
        return staged.artifact(staged.raw("debian_12", Samples.spec(), BYTES)).digest(Algorithm.SHA512);
    }

    /** Somebody who knows our rule takes our ID, and dresses the image as ours. */
    void squat(String visibility) {
        cloud.as("squatter")
                .create(new NewImage(
                        ID,
                        "Debian 12",
                        DiskFormat.RAW,
                        "bare",
                        0,
                        0,
                        false,
                        List.of(),
                        new TreeMap<>(Map.of("darkroom_key", "debian_12"))));
        cloud.change(ID, image -> Images.changed(image, Map.of("visibility", visibility), List.of()));
        cloud.change(ID, image -> Images.active(image, 5_000L, sha512().hex()));
    }
}
