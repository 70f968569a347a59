package dev.darkroom.registry;

import static dev.darkroom.registry.testing.Happened.broken;
import static dev.darkroom.registry.testing.Happened.failed;
import static dev.darkroom.registry.testing.Happened.failedAt;
import static dev.darkroom.registry.testing.Happened.ready;
import static dev.darkroom.registry.testing.Happened.spec;
import static dev.darkroom.registry.testing.Happened.target;
import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.events.DiskFormat;
import dev.darkroom.events.FailureCode;
import dev.darkroom.events.ImageRequested;
import dev.darkroom.events.ImageSettled;
import dev.darkroom.events.TargetAnnounced;
import dev.darkroom.events.TargetName;
import dev.darkroom.registry.known.Status;
import dev.darkroom.registry.query.TargetView;
import dev.darkroom.registry.testing.TestRegistry.Catalogue;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RecordTargetTest extends RegistryTestCase {
    private static final TargetName CLOUD = new TargetName("cloud");

    @Test
    void aNewTargetWantsEveryImageThatItLacks() {
        registry.admit(Catalogue.of(Map.of("a", spec(), "b", spec())));
        asked();
        registry.image.ready(ready("a", "cloud", spec()));
        registry.image.ready(ready("b", "cloud", spec()));
        registry.image.ready(ready("b", "other", spec()));

        registry.target.announced(target("other", DiskFormat.QCOW2));

        List<ImageRequested> asked = asked();
        assertThat(asked).extracting(each -> each.key().value()).containsExactly("a");
        assertThat(asked.getFirst().formats()).containsExactly(DiskFormat.QCOW2);
    }

    @Test
    void whatIsWantedBeforeThereIsATargetIsAskedForWhenOneComes() {
        registry.target.announced(broken(target("cloud", DiskFormat.RAW), FailureCode.TARGET_UNKNOWN));
        registry.admit(Catalogue.of(Map.of("a", spec())));
        assertThat(asked()).isEmpty();

        registry.target.announced(target("cloud", DiskFormat.RAW));
        assertThat(asked()).hasSize(1);
    }

    @Test
    void announcingTheSameAgainShowsThatItIsThere() {
        registry.admit(Catalogue.of(Map.of("a", spec())));
        asked();
        TargetView before = registry.query.targets().get("cloud");
        registry.clock.turn(Duration.ofMinutes(1));

        registry.target.announced(target("cloud", DiskFormat.RAW));

        TargetView now = registry.query.targets().get("cloud");
        assertThat(now.since()).isEqualTo(before.since());
        assertThat(Instant.parse(now.seen()))
                .isEqualTo(Instant.parse(before.seen()).plus(Duration.ofMinutes(1)));
        assertThat(asked()).isEmpty();
    }

    @Test
    void atATargetWithAProblemImagesHaveFailedWithItsReason() {
        registry.admit(Catalogue.of(Map.of("a", spec())));
        registry.target.announced(broken(target("cloud", DiskFormat.RAW), FailureCode.TARGET_UNAUTHORIZED));
        registry.publish.run();

        assertThat(status("a")).isEqualTo(Status.FAILED);
        assertThat(registry.bus.published(ImageSettled.class)).hasSize(1);
        assertThat(registry.query.images().get("a").targets().get("cloud").code())
                .isEqualTo("target-unauthorized");
    }

    @Test
    void atATargetThatCannotBeReachedForNowImagesWait() {
        registry.admit(Catalogue.of(Map.of("a", spec())));
        registry.target.announced(broken(target("cloud", DiskFormat.RAW), FailureCode.TARGET_UNAVAILABLE));
        registry.publish.run();

        assertThat(status("a")).isEqualTo(Status.WAITING);
        assertThat(registry.bus.published(ImageSettled.class)).isEmpty();
        assertThat(asked()).isEmpty();
    }

    @Test
    void aReadyImageStaysReadyAtATargetWithAProblem() {
        registry.admit(Catalogue.of(Map.of("a", spec())));
        registry.image.ready(ready("a", "cloud", spec()));
        registry.target.announced(broken(target("cloud", DiskFormat.RAW), FailureCode.TARGET_UNAUTHORIZED));

        assertThat(status("a")).isEqualTo(Status.READY);
    }

    @Test
    void aRepairedTargetForgivesWhatFailedThereAndNothingElse() {
        registry.admit(Catalogue.of(Map.of("a", spec(), "b", spec())));
        asked();
        registry.image.failed(failedAt("a", "cloud", FailureCode.TARGET_UNAUTHORIZED, 0));
        registry.image.failed(failed("b", FailureCode.CHECKSUM_MISMATCH, 0));
        registry.target.announced(broken(target("cloud", DiskFormat.RAW), FailureCode.TARGET_UNAUTHORIZED));
        registry.target.announced(target("cloud", DiskFormat.RAW));

        assertThat(asked()).extracting(each -> each.key().value()).containsExactly("a");
        assertThat(status("b")).isEqualTo(Status.FAILED);
    }

    @Test
    void atAnotherPlaceAnImageIsLookedForUnderTheIdThatItHad() {
        aIsReady();

        registry.target.announced(cloud("p2", null));

        assertThat(status("a")).isEqualTo(Status.WAITING);
        ImageRequested request = asked().getFirst();
        assertThat(status("a")).isEqualTo(Status.UPDATING);
        assertThat(request.formats()).isEmpty();
        assertThat(request.updates())
                .containsOnlyKeys(CLOUD)
                .containsValue(ready("a", "cloud", spec()).imageId());

        registry.image.ready(ready("a", "cloud", spec()));
        assertThat(status("a")).isEqualTo(Status.READY);
    }

    @Test
    void whatIsNotThereIsPublishedThere() {
        aIsReady();
        registry.target.announced(cloud("p2", null));
        ImageRequested looked = asked().getFirst();

        registry.image.failed(failedAt("a", "cloud", FailureCode.IMAGE_MISSING, looked.attempt()));

        registry.clock.turn(Duration.ofMinutes(1));
        assertThat(asked().getFirst().formats()).containsExactly(DiskFormat.RAW);
        assertThat(registry.query.images().get("a").targets().get("cloud").id()).isNull();

        registry.image.ready(ready("a", "cloud", spec()));
        assertThat(status("a")).isEqualTo(Status.READY);
    }

    /** A cloud that is down does not say its project. */
    @Test
    void aCloudThatWasDownIsTheSamePlaceAsBefore() {
        aIsReady();
        var down = new TargetAnnounced.Problem(FailureCode.TARGET_UNAVAILABLE, "no route");

        registry.target.announced(cloud(null, down));
        registry.target.announced(cloud("p1", null));
        assertThat(status("a")).isEqualTo(Status.READY);

        registry.target.announced(cloud(null, down));
        registry.target.announced(cloud("p2", null));
        assertThat(status("a")).isEqualTo(Status.WAITING);
    }

    @Test
    void whatFailedForItsBytesIsLookedForAllTheSame() {
        aIsReady();
        registry.image.failed(failed("a", FailureCode.ORIGIN_NOT_FOUND, 0));

        registry.target.announced(cloud("p2", null));

        assertThat(asked()).hasSize(1);
    }

    private void aIsReady() {
        registry.admit(Catalogue.of(Map.of("a", spec())));
        asked();
        registry.image.ready(ready("a", "cloud", spec()));
        assertThat(asked()).isEmpty();
    }

    /** {@link dev.darkroom.registry.testing.Happened#target}, in another project or with a problem. */
    private static TargetAnnounced cloud(String project, TargetAnnounced.Problem problem) {
        return new TargetAnnounced(CLOUD, "glance", DiskFormat.RAW, "https://glance.example.org", project, problem);
    }
}
