package dev.darkroom.registry;

import static dev.darkroom.events.testing.Samples.spec;
import static dev.darkroom.registry.testing.Said.converted;
import static dev.darkroom.registry.testing.Said.failed;
import static dev.darkroom.registry.testing.Said.failedAt;
import static dev.darkroom.registry.testing.Said.fetched;
import static dev.darkroom.registry.testing.Said.ready;
import static dev.darkroom.registry.testing.Said.target;
import static dev.darkroom.registry.testing.Specs.renamed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.events.DiskFormat;
import dev.darkroom.events.FailureCode;
import dev.darkroom.events.ImageFailed;
import dev.darkroom.events.ImageId;
import dev.darkroom.events.ImageKey;
import dev.darkroom.events.ImageRequested;
import dev.darkroom.events.ImageSettled;
import dev.darkroom.events.TargetName;
import dev.darkroom.registry.known.Dossier;
import dev.darkroom.registry.known.Status;
import dev.darkroom.registry.query.ImageView;
import dev.darkroom.registry.store.History;
import dev.darkroom.registry.testing.TestRegistry.Catalogue;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RecordImageTest extends RegistryTestCase {
    private static final TargetName CLOUD = new TargetName("cloud");

    @BeforeEach
    void admitOneImage() {
        registry.admit(Catalogue.of(Map.of("a", spec())));
        assertThat(asked()).hasSize(1);
    }

    @Test
    void theStatusFollowsTheImageOnItsWay() {
        assertThat(status("a")).isEqualTo(Status.FETCHING);
        registry.image.fetched(fetched("a", spec(), 0, DiskFormat.RAW));
        assertThat(status("a")).isEqualTo(Status.CONVERTING);
        registry.image.converted(converted("a", spec(), 0, DiskFormat.RAW));
        assertThat(status("a")).isEqualTo(Status.UPLOADING);
        registry.image.ready(ready("a", "cloud", spec()));
        assertThat(status("a")).isEqualTo(Status.READY);
        assertThat(registry.standing("a", "cloud").ready().imageId()).isEqualTo(ImageId.of(new ImageKey("a"), 0));
    }

    @Test
    void theHistoryTellsWhatHappenedOnce() {
        for (int i = 0; i < 3; i++) {
            registry.image.fetched(fetched("a", spec(), 0, DiskFormat.RAW));
            registry.image.ready(ready("a", "cloud", spec()));
        }
        List<History.Line> history = registry.store.read(tx -> tx.history().of(new ImageKey("a")));
        assertThat(history).extracting(History.Line::what).containsExactly("admitted", "requested", "fetched", "ready");
        assertThat(history.get(1).words()).isEqualTo("attempt 1, formats raw");
        assertThat(history.get(2).words()).endsWith(", verified by sha256");
        assertThat(history.getLast().target()).isEqualTo(CLOUD);
    }

    @Test
    void aTerminalFailureIsSaidAndNeverAskedForAgain() {
        registry.image.failed(failed("a", FailureCode.CHECKSUM_MISMATCH, 0));
        registry.clock.turn(Duration.ofDays(30));

        assertThat(status("a")).isEqualTo(Status.FAILED);
        assertThat(asked()).isEmpty();
        assertThat(registry.meters
                        .counter("darkroom.registry.failures", "function", "fetch", "code", "checksum-mismatch")
                        .count())
                .isEqualTo(1);
    }

    @Test
    void aFailureOfOneFormatLeavesTheOthersAlone() {
        registry.target.announced(target("other", DiskFormat.VMDK));
        registry.image.failed(failed("a", "convert", null, DiskFormat.VMDK, FailureCode.CONVERSION_FAILED, 1, null));

        assertThat(registry.standing("a", "other").status()).isEqualTo(Status.FAILED);
        assertThat(status("a")).isNotEqualTo(Status.FAILED);
        assertThat(asked().getFirst().formats()).containsExactly(DiskFormat.RAW);
    }

    @Test
    void aLateFailureDoesNotTakeAReadyImageAway() {
        registry.image.ready(ready("a", "cloud", spec()));
        registry.image.failed(failedAt("a", "cloud", FailureCode.TARGET_UNAVAILABLE, 0));
        registry.image.failed(failed("a", FailureCode.ORIGIN_NOT_FOUND, 0));
        registry.clock.turn(Duration.ofDays(1));

        assertThat(status("a")).isEqualTo(Status.READY);
        assertThat(asked()).isEmpty();
    }

    /** A repeated request has waited behind the sweep. */
    @Test
    void bytesThatAreGoneWhenNobodyNeedsThemAreNoFailure() {
        registry.image.failed(failed("a", "convert", null, DiskFormat.RAW, FailureCode.STAGED_BYTES_MISSING, 0, null));
        registry.image.ready(ready("a", "cloud", spec()));
        registry.image.failed(failed("a", "convert", null, DiskFormat.RAW, FailureCode.STAGED_BYTES_MISSING, 1, null));

        assertThat(status("a")).isEqualTo(Status.READY);
        assertThat(registry.query.image("a", Duration.ZERO).history())
                .extracting(ImageView.Happened::what)
                .containsExactly("admitted", "requested", "failed", "ready");
        assertThat(registry.meters
                        .counter("darkroom.registry.failures", "function", "convert", "code", "staged-bytes-missing")
                        .count())
                .isEqualTo(1);
    }

    @Test
    void anOlderFailureDoesNotHideANewerOne() {
        registry.image.failed(failed("a", FailureCode.ORIGIN_CHANGED, 3));
        registry.image.failed(failed("a", FailureCode.ORIGIN_UNAVAILABLE, 2));

        assertThat(registry.standing("a", "cloud").failure().code()).isEqualTo(FailureCode.ORIGIN_CHANGED);
    }

    @Test
    void whenEveryTargetHasEndedTheImageIsSettled() {
        registry.target.announced(target("other", DiskFormat.RAW));
        registry.image.ready(ready("a", "cloud", spec()));
        registry.publish.run();
        assertThat(registry.bus.published(ImageSettled.class)).isEmpty();

        registry.image.failed(failedAt("a", "other", FailureCode.QUOTA_EXCEEDED, 0));
        registry.publish.run();
        assertThat(registry.bus.published(ImageSettled.class))
                .containsExactly(new ImageSettled(
                        new ImageKey("a"), List.of(CLOUD), List.of(new TargetName("other")), List.of(), 0, event("a")));
    }

    @Test
    void whoWorksOnASettledImageAgainIsToldAgainThatItIsSettled() {
        registry.image.ready(ready("a", "cloud", spec()));
        registry.publish.run();
        registry.bus.clear();

        registry.image.fetched(fetched("a", spec(), 0, DiskFormat.RAW));
        registry.image.fetched(fetched("a", spec(), 0, DiskFormat.RAW));
        registry.publish.run();

        ImageSettled settled = new ImageSettled(new ImageKey("a"), List.of(CLOUD), List.of(), List.of(), 0, event("a"));
        assertThat(registry.bus.published()).containsExactly(settled, settled);
    }

    @Test
    void anImageThatIsGoneFromItsTargetIsPublishedAgain() {
        registry.image.ready(ready("a", "cloud", spec()));
        registry.admit(Catalogue.of(Map.of("a", renamed(spec(), "another"))));
        ImageRequested repair = asked().getFirst();
        assertThat(repair.updates()).containsOnlyKeys(CLOUD);

        registry.image.failed(failedAt("a", "cloud", FailureCode.IMAGE_MISSING, repair.attempt()));
        assertThat(registry.standing("a", "cloud").ready()).isNull();
        // The news of before, once more: it is of the image that is gone.
        registry.image.ready(ready("a", "cloud", spec()));
        assertThat(registry.standing("a", "cloud").ready()).isNull();

        registry.clock.turn(Duration.ofSeconds(3));
        ImageRequested again = asked().getFirst();
        assertThat(again.formats()).containsExactly(DiskFormat.RAW);
        assertThat(again.updates()).isEmpty();

        registry.image.ready(ready("a", "cloud", renamed(spec(), "another"), 1));
        assertThat(status("a")).isEqualTo(Status.READY);
        registry.image.ready(ready("a", "cloud", spec(), 0));
        assertThat(registry.standing("a", "cloud").ready().generation()).isEqualTo(1);
    }

    @Test
    void thatAnOlderImageIsGoneIsNoNewsOfTheOneThatReplacedIt() {
        registry.image.ready(ready("a", "cloud", spec()));
        registry.image.failed(failedAt("a", "cloud", FailureCode.IMAGE_MISSING, 0));

        assertThat(status("a")).isEqualTo(Status.READY);
    }

    @Test
    void metadataOfBeforeThatCameBackAreRepaired() {
        var renamed = renamed(spec(), "another");
        registry.admit(Catalogue.of(Map.of("a", renamed)));
        registry.image.ready(ready("a", "cloud", renamed));
        assertThat(asked()).isEmpty();

        registry.image.ready(ready("a", "cloud", spec()));
        assertThat(status("a")).isEqualTo(Status.WAITING);
        assertThat(registry.standing("a", "cloud").ready().imageId()).isEqualTo(ImageId.of(new ImageKey("a"), 0));
        ImageRequested repair = asked().getFirst();
        assertThat(repair.spec()).isEqualTo(renamed);
        assertThat(repair.updates()).containsOnlyKeys(CLOUD);
        assertThat(repair.formats()).isEmpty();

        registry.image.ready(ready("a", "cloud", renamed));
        assertThat(status("a")).isEqualTo(Status.READY);
        assertThat(asked()).isEmpty();
    }

    @Test
    void aLateFailureOfBeforeItWasWantedAnewDoesNotEndIt() {
        registry.admit(Catalogue.of(Map.of("a", renamed(spec(), "another"))));
        assertThat(asked().getFirst().attempt()).isEqualTo(1);

        registry.image.failed(failedAt("a", "cloud", FailureCode.TARGET_REFUSED, 0));
        assertThat(status("a")).isEqualTo(Status.FETCHING);

        registry.image.failed(failed("a", FailureCode.ORIGIN_UNAVAILABLE, 1));
        registry.clock.turn(Duration.ofHours(2));
        assertThat(asked().getFirst().attempt()).isEqualTo(2);

        registry.image.failed(failedAt("a", "cloud", FailureCode.TARGET_REFUSED, 2));
        assertThat(status("a")).isEqualTo(Status.FAILED);
    }

    @Test
    void aRepairThatFailsForGoodLeavesTheImageUsable() {
        registry.image.ready(ready("a", "cloud", spec()));
        registry.admit(Catalogue.of(Map.of("a", renamed(spec(), "another"))));
        ImageRequested repair = asked().getFirst();
        registry.image.failed(failedAt("a", "cloud", FailureCode.TARGET_REFUSED, repair.attempt()));
        registry.clock.turn(Duration.ofDays(1));

        assertThat(status("a")).isEqualTo(Status.FAILED);
        assertThat(registry.standing("a", "cloud").ready()).isNotNull();
        assertThat(asked()).isEmpty();
    }

    @Test
    void whatIsSaidOfAnImageThatNobodyHasNamedIsKeptForWhenSomebodyDoes() {
        registry.image.ready(ready("stranger", "cloud", spec()));
        assertThat(registry.dossier("stranger").entry()).isNull();
        assertThat(asked()).isEmpty();

        registry.admit(Catalogue.of(Map.of("stranger", spec())));

        assertThat(asked()).isEmpty();
        assertThat(status("stranger")).isEqualTo(Status.READY);
    }

    @Test
    void repeatedEventsChangeNothingThatIsKnown() {
        registry.image.converted(converted("a", spec(), 0, DiskFormat.RAW));
        registry.image.failed(failed("a", FailureCode.ORIGIN_UNAVAILABLE, 0));
        Dossier before = registry.dossier("a");
        long change = registry.store.change();
        registry.clock.turn(Duration.ofMinutes(5));

        registry.image.converted(converted("a", spec(), 0, DiskFormat.RAW));
        registry.image.failed(failed("a", FailureCode.ORIGIN_UNAVAILABLE, 0));

        assertThat(registry.dossier("a")).isEqualTo(before);
        assertThat(registry.store.change()).isEqualTo(change);
        assertThat(registry.meters
                        .counter("darkroom.registry.events", "type", "image.failed", "outcome", "repeated")
                        .count())
                .isEqualTo(1);
    }

    @Test
    void aFailureThatContradictsItsCodeIsReadAsItsCodeSays() {
        registry.admit(Catalogue.of(Map.of("a", spec())));
        asked();

        registry.image.failed(new ImageFailed(
                new ImageKey("a"), "fetch", null, null, FailureCode.CHECKSUM_MISMATCH, true, "no", null, 0));

        assertThat(status("a")).isEqualTo(Status.FAILED);
        registry.clock.turn(Duration.ofDays(1));
        assertThat(asked()).isEmpty();
    }

    @Test
    void aVeryLongMessageIsCutAtAWholeCharacter() {
        String longText = "x" + "\ud83d\ude00".repeat(25_000);
        registry.image.failed(new ImageFailed(
                new ImageKey("a"), "fetch", null, null, FailureCode.ORIGIN_UNAVAILABLE, longText, null, 0));

        assertThat(registry.standing("a", "cloud").failure().message())
                .hasSize(999)
                .endsWith("\ude00");
        assertThat(registry.query.image("a", Duration.ZERO).history().getLast().words())
                .hasSize(1002)
                .endsWith("\ude00...");
    }
}
