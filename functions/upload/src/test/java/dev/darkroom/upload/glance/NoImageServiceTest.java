package dev.darkroom.upload.glance;

import static dev.darkroom.events.testing.Failures.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.events.DiskFormat;
import dev.darkroom.events.FailureCode;
import dev.darkroom.events.ImageConverted;
import dev.darkroom.events.ImageId;
import dev.darkroom.events.ImageRequested;
import dev.darkroom.events.TargetName;
import dev.darkroom.events.testing.Samples;
import dev.darkroom.staging.Progress;
import dev.darkroom.upload.openstack.testing.Connected;
import dev.darkroom.upload.openstack.testing.FakeCloud;
import dev.darkroom.upload.testing.Staged;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Something else answers where the image service should: a proxy without a route to it, or a page about maintenance. */
class NoImageServiceTest {
    private static final TargetName NAME = new TargetName("cloud");

    @TempDir
    Path temp;

    private final FakeCloud cloud = new FakeCloud();
    private final GlanceTarget target = new GlanceTarget(
            NAME,
            Optional.of(DiskFormat.RAW),
            new CloudConnection("cloud", () -> Connected.to(cloud.settings())),
            Duration.ofHours(1),
            Clock.systemUTC());

    @AfterEach
    void close() throws IOException {
        cloud.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 302, 404, 405})
    void noImageIsBlamedForIt(int status) {
        var staged = new Staged(temp);
        ImageConverted event = staged.raw("debian_12", Samples.spec(), Staged.bytes(1_000, 1));
        ImageId id = ImageId.of(event.key(), 0);
        var change = new ImageRequested(event.key(), event.spec(), List.of(), Map.of(NAME, id), 1, null);
        for (String question :
                List.of("GET /v2/images/" + id, "POST /v2/images", "GET /v2/schemas/image", "GET /v2/images?limit=1")) {
            cloud.on(question, FakeCloud.json(status, "{\"message\": \"default backend\"}"));
        }

        assertThat(target.announce().problem().code()).isEqualTo(FailureCode.TARGET_UNAVAILABLE);
        assertFails(
                FailureCode.TARGET_UNAVAILABLE, () -> target.publish(event, staged.artifact(event), Progress.SILENT));
        assertFails(FailureCode.TARGET_UNAVAILABLE, () -> target.repair(change, id));
    }
}
