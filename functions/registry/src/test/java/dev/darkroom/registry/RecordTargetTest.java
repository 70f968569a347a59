package dev.darkroom.registry;

import static dev.darkroom.events.testing.Samples.spec;
import static dev.darkroom.registry.testing.Said.broken;
import static dev.darkroom.registry.testing.Said.failed;
import static dev.darkroom.registry.testing.Said.failedAt;
import static dev.darkroom.registry.testing.Said.ready;
import static dev.darkroom.registry.testing.Said.target;
import static dev.darkroom.registry.testing.Specs.hidden;
import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.events.DiskFormat;
import dev.darkroom.events.FailureCode;
import dev.darkroom.events.ImageId;
import dev.darkroom.events.ImageKey;
import dev.darkroom.events.ImageRequested;
import dev.darkroom.events.ImageSettled;
import dev.darkroom.events.TargetAnnounced;
import dev.darkroom.events.TargetName;
import dev.darkroom.events.testing.RecordingLog;
import dev.darkroom.registry.known.Status;
import dev.darkroom.registry.testing.TestRegistry.Catalogue;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;

class RecordTargetTest extends RegistryTestCase {
    private static final TargetName CLOUD = new TargetName("cloud");
    private static final ImageId ID = ImageId.of(new ImageKey("a"), 0);

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

    /** Where all runs in one process, people would read it twice. */
    @Test
    void aProblemIsToldByWhoeverAnnouncesIt() {
        try (var log = new RecordingLog(RecordTarget.class)) {
            registry.target.announced(broken(target("cloud", DiskFormat.RAW), FailureCode.TARGET_UNAVAILABLE));

            assertThat(log.heard())
                    .extracting(each -> each.getLevel().intValue())
                    .allMatch(level -> level < Level.INFO.intValue());
        }
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
    void whatIsUnderWayIsNotAskedForAgainWhereItsTargetMoves() {
        registry.admit(Catalogue.of(Map.of("a", spec())));
        asked();
        var before = target("cloud", DiskFormat.RAW);
        registry.target.announced(new TargetAnnounced(
                before.target(),
                before.kind(),
                before.diskFormat(),
                "https://moved.example.org",
                null,
                null,
                null,
                null));
        registry.clock.turn(Duration.ofMinutes(1));

        assertThat(asked()).isEmpty();
        assertThat(registry.query.targets().get("cloud").location()).isEqualTo("https://moved.example.org");
    }

    @Test
    void anImageThatALookDoesNotShowIsLookedForUnderItsId() {
        aIsReady();

        look();

        ImageRequested request = asked().getFirst();
        assertThat(status("a")).isEqualTo(Status.UPDATING);
        assertThat(request.formats()).as("no byte is fetched for it").isEmpty();
        assertThat(request.updates()).containsExactly(Map.entry(CLOUD, ID));
        assertThat(registry.query.images().get("a").targets().get("cloud").id())
                .as("it may be there all the same")
                .isEqualTo(ID.toString());
        assertThat(registry.query.image("a", Duration.ZERO).history())
                .anySatisfy(line -> assertThat(line.what()).isEqualTo("missed"));

        registry.image.ready(ready("a", "cloud", spec()));
        assertThat(status("a")).isEqualTo(Status.READY);
        assertThat(asked()).isEmpty();
    }

    @Test
    void whatIsNotThereUnderItsIdEitherIsPublishedAgain() {
        aIsReady();
        look();
        ImageRequested looked = asked().getFirst();

        registry.image.failed(failedAt("a", "cloud", FailureCode.IMAGE_MISSING, looked.attempt()));
        assertThat(registry.query.images().get("a").targets().get("cloud").id()).isNull();

        registry.clock.turn(Duration.ofMinutes(1));
        assertThat(asked().getFirst().formats()).containsExactly(DiskFormat.RAW);
        registry.image.ready(ready("a", "cloud", spec(), 1));
        assertThat(status("a")).isEqualTo(Status.READY);
    }

    @Test
    void whatALookShowsOrWhatWasNeverReadyIsNotLookedFor() {
        aIsReady();
        registry.image.ready(ready("nameless", "cloud", spec()));
        registry.image.ready(ready("a", "other", spec()));
        long change = registry.store.change();

        look(ID);

        assertThat(registry.store.change()).isEqualTo(change);
        assertThat(asked()).isEmpty();
        assertThat(registry.query
                        .images()
                        .get("nameless")
                        .targets()
                        .get("cloud")
                        .status())
                .isEqualTo("ready");
    }

    /** As when a cloud is back under another address, and empty. */
    @Test
    void aLookAtATargetThatHasBecomeWellIsOneAtAllOfIt() {
        aIsReady();
        registry.target.announced(broken(target("cloud", DiskFormat.RAW), FailureCode.TARGET_UNAVAILABLE));
        assertThat(status("a")).isEqualTo(Status.READY);

        look();

        assertThat(asked().getFirst().updates()).containsExactly(Map.entry(CLOUD, ID));
    }

    /** An old event that Kafka brings once more cannot know that the image is gone. */
    @Test
    void oldNewsDoNotStopTheQuestion() {
        aIsReady();

        look();
        registry.image.ready(ready("a", "cloud", spec()));

        assertThat(status("a")).isEqualTo(Status.WAITING);
        assertThat(asked()).hasSize(1);
    }

    @Test
    void aSecondLookDoesNotAskWhileTheFirstWaitsForItsAnswer() {
        aIsReady();
        look();
        assertThat(asked()).hasSize(1);
        long change = registry.store.change();

        look();

        assertThat(registry.store.change()).isEqualTo(change);
        assertThat(asked()).isEmpty();
    }

    /** A file of other bytes lay in its place; somebody may have moved it away since. */
    @Test
    void whatHasFailedForGoodIsTriedAgainWhenItIsMissed() {
        aIsReady();
        registry.image.failed(failed("a", FailureCode.ORIGIN_NOT_FOUND, 0));
        look();
        ImageRequested first = asked().getFirst();
        registry.image.failed(failedAt("a", "cloud", FailureCode.IMAGE_CONFLICT, first.attempt()));
        assertThat(status("a")).isEqualTo(Status.FAILED);

        look();
        ImageRequested second = asked().getFirst();
        registry.image.failed(failedAt("a", "cloud", FailureCode.IMAGE_MISSING, second.attempt()));
        registry.clock.turn(Duration.ofMinutes(1));

        assertThat(asked().getFirst().formats()).containsExactly(DiskFormat.RAW);
    }

    /** Who takes an image out of the catalogue and deletes it does not want it back. */
    @Test
    void whatCataloguesNameNoMoreIsNotMissed() {
        aIsReady();
        registry.admit(Catalogue.of(Map.of("b", spec())));
        asked();

        look();

        assertThat(asked()).isEmpty();
        assertThat(status("a")).isEqualTo(Status.READY);

        registry.admit(Catalogue.of(Map.of("a", spec(), "b", spec())));
        ImageRequested request = asked().stream()
                .filter(each -> each.key().value().equals("a"))
                .findFirst()
                .orElseThrow();
        assertThat(request.updates()).as("named again, it is looked for").containsExactly(Map.entry(CLOUD, ID));
        registry.image.ready(ready("a", "cloud", spec()));
        registry.admit(Catalogue.of(Map.of("a", spec(), "b", spec())));
        assertThat(asked()).as("and once").isEmpty();
    }

    /** Other writers wait meanwhile. */
    @Test
    void howeverMuchIsNewsEveryImageIsReadOnce() {
        aIsReady();
        registry.target.announced(broken(at("p1"), FailureCode.TARGET_UNAVAILABLE));
        long before = registry.readings();

        registry.target.announced(at("p2").seeing(List.of(), null));

        assertThat(registry.readings() - before).isEqualTo(1);
        assertThat(asked()).hasSize(1);
    }

    /** What list shows an image of that ID elsewhere, proves nothing. */
    @Test
    void atAnotherPlaceEverythingIsMissedAtOnce() {
        var hidden = hidden(spec());
        registry.admit(Catalogue.of(Map.of("a", spec(), "hidden", hidden)));
        asked();
        registry.image.ready(ready("a", "cloud", spec()));
        registry.image.ready(ready("hidden", "cloud", hidden));
        look(ID);
        assertThat(asked()).as("that list shows no hidden images").isEmpty();

        registry.target.announced(at("p2"));
        registry.target.announced(at("p2").seeing(List.of(ID), null));

        assertThat(asked()).extracting(each -> each.key().value()).containsExactlyInAnyOrder("a", "hidden");
        assertThat(asked()).isEmpty();
    }

    /** A cloud that is down does not say its project. */
    @Test
    void aCloudThatWasDownIsWhereItWas() {
        aIsReady();
        var down = broken(at(null), FailureCode.TARGET_UNAVAILABLE);

        registry.target.announced(down);
        registry.target.announced(at("p1"));
        assertThat(asked()).isEmpty();

        registry.target.announced(down);
        registry.target.announced(at("p2"));
        assertThat(asked()).hasSize(1);
    }

    private static TargetAnnounced at(String project) {
        var before = target("cloud", DiskFormat.RAW);
        return new TargetAnnounced(
                before.target(), before.kind(), before.diskFormat(), before.location(), project, null, null, null);
    }

    @Test
    void whatWasHeardLastIsKnown() {
        assertThat(registry.target.heard(CLOUD)).contains(target("cloud", DiskFormat.RAW));

        look(ID);

        assertThat(registry.target.heard(CLOUD))
                .contains(target("cloud", DiskFormat.RAW).seeing(List.of(ID), null));
        assertThat(registry.target.heard(new TargetName("other"))).isEmpty();
    }

    private void aIsReady() {
        registry.admit(Catalogue.of(Map.of("a", spec())));
        asked();
        registry.image.ready(ready("a", "cloud", spec()));
        assertThat(asked()).isEmpty();
    }

    private void look(ImageId... images) {
        registry.target.announced(target("cloud", DiskFormat.RAW).seeing(List.of(images), null));
    }
}
