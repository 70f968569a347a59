package dev.darkroom.registry;

import static dev.darkroom.events.testing.Samples.spec;
import static dev.darkroom.registry.testing.Said.converted;
import static dev.darkroom.registry.testing.Said.failed;
import static dev.darkroom.registry.testing.Said.failedAt;
import static dev.darkroom.registry.testing.Said.fetched;
import static dev.darkroom.registry.testing.Said.ready;
import static dev.darkroom.registry.testing.Said.target;
import static dev.darkroom.registry.testing.Specs.signed;
import static dev.darkroom.registry.testing.Specs.summed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.events.CatalogueRefused;
import dev.darkroom.events.Checksum;
import dev.darkroom.events.DiskFormat;
import dev.darkroom.events.FailureCode;
import dev.darkroom.events.ImageRequested;
import dev.darkroom.events.ImageSpec;
import dev.darkroom.events.testing.RecordingLog;
import dev.darkroom.registry.known.Status;
import dev.darkroom.registry.query.CatalogueView;
import dev.darkroom.registry.testing.Specs;
import dev.darkroom.registry.testing.TestRegistry.Catalogue;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

/** A key is always the same bytes from when somebody has had them; a mistake that nobody could download may be mended. */
class CorrectedEntryTest extends RegistryTestCase {
    private static final ImageSpec WRONG = Specs.from("https://imagse.example.org/debian-12.qcow2");

    @Test
    void aSourceThatNobodyCouldHaveIsCorrectedAndAskedForAtOnce() {
        publish("platform", WRONG);
        registry.round();
        registry.image.failed(failed("a", FailureCode.ORIGIN_NOT_FOUND, 0));
        assertThat(status("a")).isEqualTo(Status.FAILED);

        assertThat(publish("platform", spec())).isEqualTo(new AdmitCatalogue.Admitted(0, 1, 0, List.of(), List.of()));

        ImageRequested request = onlyRequest();
        assertThat(request.spec()).isEqualTo(spec());
        assertThat(request.attempt()).isEqualTo(1);
        assertThat(status("a")).isEqualTo(Status.FETCHING);
        assertThat(history())
                .contains("corrected by catalogue platform: source_url"
                        + " \"https://imagse.example.org/debian-12.qcow2\" becomes \"https://images.example.org/debian-12.qcow2\";"
                        + " nobody has had its bytes");
    }

    @Test
    void soAreAChecksumAndAFormatAndWhatWasNeverAskedFor() {
        publish("platform", summed());

        assertThat(publish("platform", Specs.checkedBy(Checksum.NONE)).refused())
                .isZero();

        assertThat(onlyRequest().spec().checksum()).isEqualTo(Checksum.NONE);
    }

    @Test
    void whileARequestIsUnderWayItWaitsUntilThatHasFailed() {
        publish("platform", WRONG);
        registry.round();

        assertThat(publish("platform", spec()).wanted()).isEqualTo(1);
        assertThat(asked()).isEmpty();
        assertThat(publish("platform", spec()).known()).isEqualTo(1);
        assertThat(history().getLast()).endsWith(", once the request that is under way has failed");

        registry.image.failed(failed("a", FailureCode.ORIGIN_UNAVAILABLE, 0));

        ImageRequested request = onlyRequest();
        assertThat(request.spec()).isEqualTo(spec());
        assertThat(request.attempt()).isEqualTo(1);
        registry.image.failed(failed("a", FailureCode.ORIGIN_UNAVAILABLE, 1));
        registry.clock.turn(Duration.ofMinutes(1));
        assertThat(onlyRequest().spec()).isEqualTo(spec());
    }

    /** It is asked for again as it was: what is silent may still come. */
    @Test
    void aRequestThatIsUnderWayIsNotOvertaken() {
        publish("platform", WRONG);
        registry.round();
        publish("platform", spec());

        registry.target.announced(target("second", DiskFormat.RAW));
        assertThat(onlyRequest().spec()).as("where another target wants it").isEqualTo(WRONG);
        registry.bus.clear();
        registry.clock.turn(Duration.ofDays(2));
        assertThat(onlyRequest().spec()).as("after long silence").isEqualTo(WRONG);

        registry.image.failed(failed("a", FailureCode.ORIGIN_UNAVAILABLE, 0));
        assertThat(asked()).as("the last of the requests is under way").isEmpty();
        registry.image.failed(failed("a", FailureCode.ORIGIN_UNAVAILABLE, 2));
        assertThat(onlyRequest().spec()).isEqualTo(spec());
    }

    @Test
    void whenTheRequestBringsItsBytesAllTheSameTheCorrectionIsRefused() {
        publish("platform", WRONG);
        registry.round();
        publish("platform", spec());

        registry.image.fetched(fetched("a", WRONG, 0, DiskFormat.RAW));

        assertThat(refusal())
                .isEqualTo("source_url of a is \"https://imagse.example.org/debian-12.qcow2\" and cannot become"
                        + " \"https://images.example.org/debian-12.qcow2\": a key is always the same bytes; use a new key"
                        + " for the new image");
        assertThat(status("a")).isEqualTo(Status.CONVERTING);
        assertThat(registry.dossier("a").entry().spec()).isEqualTo(WRONG);
        assertThat(history()).contains(refusal());
        CatalogueView.Part part = registry.query.catalogue("platform").parts().getFirst();
        assertThat(part.refusedCount()).isEqualTo(1);
        assertThat(part.images()).isZero();
        assertThat(part.refused())
                .extracting(CatalogueView.RefusedEntry::message)
                .containsExactly(refusal());
    }

    @Test
    void aCorrectionThatIsPublishedAgainIsRefusedInItsLastCatalogue() {
        publish("platform", WRONG);
        registry.round();
        publish("platform", spec());
        registry.admit(Catalogue.of(Map.of("a", spec(), "b", spec())));

        registry.image.fetched(fetched("a", WRONG, 0, DiskFormat.RAW));

        assertThat(registry.query.catalogue("platform").parts().getFirst().refusedCount())
                .isEqualTo(1);
    }

    @Test
    void anotherCatalogueDoesNotTakeACorrectionBack() {
        publish("platform", WRONG);
        registry.round();
        publish("platform", spec());

        assertThat(publish("second", WRONG).refused()).isEqualTo(1);
        assertThat(refusal()).contains("another catalogue names it, too");
        assertThat(publish("third", spec()).refused()).isZero();

        assertThat(registry.dossier("a").wish().correction().spec()).isEqualTo(spec());
    }

    @Test
    void whoeverTakesACorrectionBackInTimeHasNotMadeIt() {
        publish("platform", WRONG);
        registry.round();
        publish("platform", spec());

        publish("platform", WRONG);
        registry.image.failed(failed("a", FailureCode.ORIGIN_UNAVAILABLE, 0));
        registry.clock.turn(Duration.ofMinutes(1));

        assertThat(onlyRequest().spec()).isEqualTo(WRONG);
    }

    @Test
    void onceSomebodyHasHadItsBytesAKeyStaysWhatItIs() {
        publish("platform", WRONG);
        registry.round();
        registry.image.fetched(fetched("a", WRONG, 0, DiskFormat.RAW));
        registry.image.failed(failed("a", FailureCode.STAGED_BYTES_MISSING, 0));

        assertThat(publish("platform", spec()).refused()).isEqualTo(1);
        assertThat(refusal()).contains("a key is always the same bytes; use a new key");
    }

    @Test
    void anImageThatIsGoneFromItsTargetStaysWhatItWas() {
        publish("platform", spec());
        registry.round();
        registry.image.ready(ready("a", "cloud", spec()));
        publish("platform", Specs.renamed(spec(), "another name"));
        registry.round();
        registry.image.failed(failedAt("a", "cloud", FailureCode.IMAGE_MISSING, 1));
        registry.round();
        registry.image.failed(failed("a", FailureCode.ORIGIN_NOT_FOUND, 2));

        assertThat(publish("platform", WRONG).refused()).isEqualTo(1);
    }

    @Test
    void whatAnotherCatalogueNamesTooIsNotCorrectedBehindItsBack() {
        publish("platform", WRONG);
        publish("second", WRONG);
        registry.round();
        registry.image.failed(failed("a", FailureCode.ORIGIN_NOT_FOUND, 0));

        assertThat(publish("platform", spec()).refused()).isEqualTo(1);
        assertThat(refusal()).contains("another catalogue names it, too; take it out there first");

        registry.admit(new Catalogue("second", Map.of(), Map.of(), Map.of(), List.of()));
        assertThat(publish("platform", spec()).refused()).isZero();
        assertThat(onlyRequest().spec()).isEqualTo(spec());
    }

    @Test
    void aCorrectionMayNotAskForLessProofThanAnyOtherChange() {
        publish("platform", signed(null));
        registry.admit(new Catalogue("second", Map.of(), Map.of(), Map.of(), List.of()));
        registry.round();
        registry.image.failed(failed("a", FailureCode.ORIGIN_NOT_FOUND, 0));
        publish("second", signed(null));
        registry.round();
        registry.image.failed(failed("a", FailureCode.ORIGIN_NOT_FOUND, 1));
        registry.admit(Catalogue.of(Map.of()));

        assertThat(publish("second", Specs.checkedBy(Checksum.NONE)).refused()).isEqualTo(1);
        assertThat(refusal()).contains("only catalogue platform, which named the image first");
    }

    /** A request is worked on again when its worker has died after it had said how it ended. */
    @Test
    void whatComesLateOfTheWrongSourceDoesNotCountForTheRightOne() {
        publish("platform", WRONG);
        registry.round();
        registry.image.failed(failed("a", FailureCode.ORIGIN_UNAVAILABLE, 0));
        publish("platform", spec());
        assertThat(onlyRequest().attempt()).isEqualTo(1);

        try (var log = new RecordingLog(RecordImage.class)) {
            registry.image.fetched(fetched("a", WRONG, 1, DiskFormat.RAW));
            registry.image.converted(converted("a", WRONG, 1, DiskFormat.RAW));
            assertThat(log.heard())
                    .extracting(LogRecord::getMessage)
                    .anyMatch(message -> message.contains("is about what its catalogue said before"));
        }
        registry.image.failed(failed("a", FailureCode.CHECKSUM_MISMATCH, 0));

        assertThat(registry.dossier("a").had()).isFalse();
        assertThat(status("a")).isEqualTo(Status.FETCHING);
        registry.image.fetched(fetched("a", spec(), 1, DiskFormat.RAW));
        assertThat(status("a")).isEqualTo(Status.CONVERTING);
    }

    @Test
    void anImageThatWasMadeOfTheWrongSourceAllTheSameIsNotTheRightOne() {
        publish("platform", WRONG);
        registry.round();
        registry.image.failed(failed("a", FailureCode.ORIGIN_UNAVAILABLE, 0));
        publish("platform", spec());
        registry.round();

        registry.image.ready(ready("a", "cloud", WRONG));

        assertThat(status("a")).isEqualTo(Status.FAILED);
        assertThat(registry.dossier("a").had()).isFalse();
        assertThat(registry.standing("a", "cloud").failure().code()).isEqualTo(FailureCode.IMAGE_CONFLICT);
        assertThat(registry.standing("a", "cloud").failure().message())
                .contains("was made of https://imagse.example.org/debian-12.qcow2", "as its catalogue said before");
        assertThat(history()).anyMatch(words -> words.startsWith("image-conflict: image "));
    }

    /** A registry that was lost hears of an image, and of its catalogue as it is since an entry in it was refused, in any order. */
    @Test
    void anImageOfAnEarlierLifeIsReadyWhateverItsCatalogueSaysSince() {
        publish("platform", spec());
        registry.image.fetched(fetched("a", WRONG, 0, DiskFormat.RAW));
        registry.image.failed(failed("a", FailureCode.ORIGIN_UNAVAILABLE, 1));

        registry.image.ready(ready("a", "cloud", WRONG));

        assertThat(status("a")).isEqualTo(Status.READY);
    }

    private AdmitCatalogue.Admitted publish(String catalogue, ImageSpec spec) {
        return registry.admit(new Catalogue(catalogue, Map.of("a", spec), Map.of(), Map.of(), List.of()));
    }

    private ImageRequested onlyRequest() {
        List<ImageRequested> requests = asked();
        assertThat(requests).hasSize(1);
        return requests.getFirst();
    }

    private String refusal() {
        registry.publish.run();
        return registry.bus.published(CatalogueRefused.class).getLast().message();
    }

    private List<String> history() {
        return registry.query.image("a", Duration.ZERO).history().stream()
                .map(happened -> happened.words())
                .toList();
    }
}
