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
import dev.darkroom.registry.known.Status;
import dev.darkroom.registry.testing.TestRegistry.Catalogue;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RecordTargetTest extends RegistryTestCase {

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
    void announcingTheSameAgainChangesNothing() {
        registry.admit(Catalogue.of(Map.of("a", spec())));
        asked();
        long change = registry.store.change();

        registry.target.announced(target("cloud", DiskFormat.RAW));

        assertThat(registry.store.change()).isEqualTo(change);
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
    void anotherPlaceOfTheSameTargetIsNoReasonToAskAgain() {
        registry.admit(Catalogue.of(Map.of("a", spec())));
        asked();
        var before = target("cloud", DiskFormat.RAW);
        registry.target.announced(new TargetAnnounced(
                before.target(), before.kind(), before.diskFormat(), "https://moved.example.org", null, null));
        registry.clock.turn(Duration.ofMinutes(1));

        assertThat(asked()).isEmpty();
        assertThat(registry.query.targets().get("cloud").location()).isEqualTo("https://moved.example.org");
    }
}
