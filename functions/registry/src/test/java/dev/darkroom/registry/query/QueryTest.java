package dev.darkroom.registry.query;

import static dev.darkroom.events.testing.Samples.spec;
import static dev.darkroom.registry.testing.Said.broken;
import static dev.darkroom.registry.testing.Said.failed;
import static dev.darkroom.registry.testing.Said.failedAt;
import static dev.darkroom.registry.testing.Said.ready;
import static dev.darkroom.registry.testing.Said.target;
import static dev.darkroom.registry.testing.Specs.renamed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.events.CatalogueName;
import dev.darkroom.events.CatalogueRefused;
import dev.darkroom.events.DiskFormat;
import dev.darkroom.events.FailureCode;
import dev.darkroom.events.ImageId;
import dev.darkroom.events.ImageKey;
import dev.darkroom.events.SourceUri;
import dev.darkroom.events.testing.TurnedClock;
import dev.darkroom.registry.RegistryTestCase;
import dev.darkroom.registry.known.Status;
import dev.darkroom.registry.testing.Specs;
import dev.darkroom.registry.testing.TestRegistry.Catalogue;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class QueryTest extends RegistryTestCase {
    private static final Duration AT_ONCE = Duration.ZERO;

    @Test
    void aReadyImageIsShownWithItsIdAndHash() {
        admitReady("a");

        ImageView view = registry.query.images().get("a");

        assertThat(view.status()).isEqualTo("ready");
        assertThat(view.catalogue()).isEqualTo("platform");
        assertThat(view.history()).isNull();
        PlacementView at = view.targets().get("cloud");
        assertThat(at.id()).isEqualTo(ImageId.of(new ImageKey("a"), 0).toString());
        assertThat(at.generation()).isZero();
        assertThat(at.diskFormat()).isEqualTo("raw");
        assertThat(at.size()).isEqualTo(2000);
        assertThat(at.sha512()).hasSize(128);
        assertThat(at.verified()).containsExactly("sha256");
        assertThat(at.updatedAt()).isEqualTo(TurnedClock.START.toString());
        assertThat(at)
                .extracting(PlacementView::code, PlacementView::message, PlacementView::retryAt)
                .containsOnlyNulls();
    }

    @Test
    void whatTheCatalogueSaysIsShownWithoutTheSecretsOfItsUrls() {
        registry.admit(Catalogue.of(Map.of("a", Specs.from("https://s3.example.org/a?file=s3cret"))));

        SpecView shown = registry.query.images().get("a").spec();

        assertThat(shown.sourceUrl()).isEqualTo("https://s3.example.org/a");
        assertThat(shown.visibility()).isEqualTo("community");
        assertThat(shown.properties()).containsEntry("os_distro", "debian");
        assertThat(shown.checksums()).hasSize(1);
        assertThat(shown.checksumSignature()).isNull();
    }

    @Test
    void whoMustHaveSignedIsShownWithoutTheSecretsOfItsUrl() {
        String url = "https://s3.example.org/SHA256SUMS.gpg";
        registry.admit(Catalogue.of(Map.of(
                "a", Specs.signed(SourceUri.parse(url + "?file=s3cret")),
                "b", Specs.signed(null),
                "c", Specs.bundled(SourceUri.parse(url + "?file=s3cret")))));

        Map<String, ImageView> images = registry.query.images();

        assertThat(images.get("a").spec().checksumSignature()).isEqualTo(url);
        assertThat(images.get("a").spec().checksumSignedBy()).containsExactly("AB".repeat(20));
        assertThat(images.get("b").spec().checksumSignature()).isEqualTo("clearsigned");
        assertThat(images.get("b").spec().cosignBundle()).isNull();
        assertThat(images.get("c").spec().cosignBundle()).isEqualTo(url);
    }

    @Test
    void aFailureIsShownWithItsCodeStageAndTheTimeOfTheNextTry() {
        registry.admit(Catalogue.of(Map.of("a", spec())));
        registry.round();
        registry.image.failed(failedAt("a", "cloud", FailureCode.TARGET_UNAVAILABLE, 0));

        ImageView view = registry.query.images().get("a");

        assertThat(view.status()).isEqualTo("waiting");
        assertThat(view.attempts()).isEqualTo(1);
        PlacementView at = view.targets().get("cloud");
        assertThat(at.code()).isEqualTo("target-unavailable");
        assertThat(at.stage()).isEqualTo("upload");
        assertThat(at.attempt()).isZero();
        assertThat(at.retryAt()).startsWith("2026-11-01T12:00:02");
        assertThat(at.id()).isNull();
    }

    @Test
    void theProblemOfATargetGoesBeforeTheFailureOfAnImageThere() {
        registry.admit(Catalogue.of(Map.of("a", spec())));
        registry.image.failed(failedAt("a", "cloud", FailureCode.TARGET_UNAVAILABLE, 0));
        registry.target.announced(broken(target("cloud", DiskFormat.RAW), FailureCode.TARGET_UNAUTHORIZED));

        PlacementView at = registry.query.images().get("a").targets().get("cloud");

        assertThat(at.code()).isEqualTo("target-unauthorized");
        assertThat(at.message()).isEqualTo("the target says no");
        assertThat(at.stage()).isNull();
    }

    @Test
    void theStatusOfAnImageIsThatOfTheTargetThatHasComeLeastFar() {
        registry.target.announced(target("other", DiskFormat.RAW));
        admitReady("a");
        assertThat(registry.query.images().get("a").status()).isEqualTo("waiting");

        registry.image.failed(failedAt("a", "other", FailureCode.QUOTA_EXCEEDED, 0));
        assertThat(registry.query.images().get("a").status()).isEqualTo("failed");

        registry.image.ready(ready("a", "other", spec()));
        assertThat(registry.query.images().get("a").status()).isEqualTo("ready");
    }

    @Test
    void withoutTargetsAnImageWaits() throws Exception {
        registry.database.clear();
        registry.admit(Catalogue.of(Map.of("a", spec())));

        assertThat(registry.query.images().get("a").status()).isEqualTo("waiting");
        assertThat(registry.query.images().get("a").targets()).isEmpty();
    }

    @Test
    void oneImageIsShownWithItsHistoryByKeyOrAlias() {
        registry.admit(Catalogue.of(Map.of("a", spec())).aliases(Map.of("newest", "a")));
        registry.image.ready(ready("a", "cloud", spec()));

        ImageView view = registry.query.image("newest", AT_ONCE);

        assertThat(view.key()).isEqualTo("a");
        assertThat(view.history()).extracting(ImageView.Happened::what).contains("admitted", "ready");
        assertThat(view.history())
                .filteredOn(line -> line.what().equals("ready"))
                .singleElement()
                .satisfies(line -> assertThat(line.target()).isEqualTo("cloud"))
                .satisfies(line -> assertThat(line.at()).isEqualTo(TurnedClock.START.toString()));
    }

    @Test
    void aNameThatNobodyKnowsIsRefused() {
        assertThatThrownBy(() -> registry.query.image("../etc/passwd", AT_ONCE))
                .isInstanceOf(QueryException.class)
                .hasMessageContaining("there is no key or alias \"../etc/passwd\"");
    }

    @Test
    void whoWaitsForOneImageIsAnsweredWhenItIsFinishedEverywhere() throws InterruptedException {
        registry.admit(Catalogue.of(Map.of("a", spec())));
        var said = Thread.ofVirtual().start(() -> registry.image.ready(ready("a", "cloud", spec())));

        assertThat(registry.query.image("a", Duration.ofSeconds(30)).status()).isEqualTo("ready");
        said.join();
    }

    @Test
    void whoWaitsForOneImageLongerThanItTakesIsToldSo() {
        registry.admit(Catalogue.of(Map.of("a", spec())));

        assertThatThrownBy(() -> registry.query.image("a", Duration.ofMillis(1)))
                .isInstanceOf(QueryException.class)
                .hasMessage("a is not finished yet but waiting; ask again")
                .extracting(e -> ((QueryException) e).refusal())
                .isEqualTo(Refusal.NOT_READY);
    }

    @Test
    void oneImageIsAskedForAndWaitedForAtOneTargetAlone() {
        registry.target.announced(target("other", DiskFormat.RAW));
        admitReady("a");

        ImageView view = registry.query.image("a", "cloud", Duration.ofSeconds(30));

        assertThat(view.status()).isEqualTo("ready");
        assertThat(view.targets()).containsOnlyKeys("cloud");
        assertThat(view.history()).isNotEmpty();
        assertThatThrownBy(() -> registry.query.image("a", "clowd", Duration.ofMillis(1)))
                .hasMessage("there is no target \"clowd\"; there are: cloud, other");
    }

    @Test
    void targetsCountTheImagesOfCataloguesByStatus() {
        registry.target.announced(broken(target("other", null), FailureCode.TARGET_UNAVAILABLE));
        admitReady("a");
        registry.admit(Catalogue.of(Map.of("b", spec())));
        registry.image.failed(failed("stray", FailureCode.INTERNAL_ERROR, 0));

        var targets = registry.query.targets();

        assertThat(targets.get("cloud").images()).isEqualTo(Map.of("ready", 1L, "waiting", 1L));
        assertThat(targets.get("cloud").diskFormat()).isEqualTo("raw");
        assertThat(targets.get("cloud").problem()).isNull();
        assertThat(targets.get("other").diskFormat()).isNull();
        assertThat(targets.get("other").problem())
                .isEqualTo(new TargetView.Problem("target-unavailable", true, "the target says no"));
    }

    @Test
    void countsNameEveryStatusAndCountPairsOfImageAndTarget() {
        registry.target.announced(target("other", DiskFormat.RAW));
        admitReady("a");

        assertThat(registry.query.counts())
                .containsOnlyKeys(Status.values())
                .containsEntry(Status.READY, 1L)
                .containsEntry(Status.WAITING, 1L)
                .containsEntry(Status.FAILED, 0L);

        registry.image.ready(ready("a", "other", spec()));
        assertThat(registry.query.counts()).containsEntry(Status.READY, 2L);
    }

    @Test
    void anAliasIsShownWithWhereItPointsAndWhatItStandsFor() {
        registry.admit(Catalogue.of(Map.of("a", spec())).aliases(Map.of("newest", "a")));
        registry.image.ready(ready("a", "cloud", spec()));
        registry.admit(Catalogue.of(Map.of("b", renamed(spec(), "B"))).aliases(Map.of("newest", "b", "none", "gone")));

        var aliases = registry.query.aliases();

        assertThat(aliases.get("newest").key()).isEqualTo("b");
        assertThat(aliases.get("newest").targets().get("cloud"))
                .isEqualTo(new AliasView.At(
                        "a", ImageId.of(new ImageKey("a"), 0).toString(), TurnedClock.START.toString()));
        assertThat(aliases.get("newest").problem()).isNull();
        assertThat(aliases.get("none").problem()).isEqualTo("no catalogue has named gone");
        assertThat(aliases.get("none").targets()).isEmpty();
    }

    @Test
    void anAliasOfAnImageThatCataloguesHaveLeftOutSaysSo() {
        registry.admit(Catalogue.of(Map.of("a", spec())));
        registry.admit(Catalogue.of(Map.of()).aliases(Map.of("newest", "a")));

        assertThat(registry.query.aliases().get("newest").problem()).isEqualTo("no catalogue names a any more");
    }

    @Test
    void aCatalogueIsShownWithWhatWasRefused() {
        var refused = new CatalogueRefused(
                new CatalogueName("platform"),
                "images.B",
                "name",
                "12",
                FailureCode.CATALOGUE_INVALID,
                "name must be text");
        registry.admit(Catalogue.of(Map.of("a", spec())).refused(List.of(refused)));
        registry.admit(Catalogue.of(Map.of("a", spec())).refused(List.of(refused)));

        CatalogueView view = registry.query.catalogue("platform");

        assertThat(view.parts()).singleElement().satisfies(part -> {
            assertThat(part.revision()).isEqualTo(2);
            assertThat(part.images()).isEqualTo(1);
            assertThat(part.refusedCount()).isEqualTo(1);
            assertThat(part.refused())
                    .containsExactly(new CatalogueView.RefusedEntry(
                            "images.B", "name", "12", "catalogue-invalid", "name must be text"));
            assertThat(part.admittedAt()).isEqualTo(TurnedClock.START.toString());
        });
    }

    @Test
    void aCatalogueThatNobodyPublishedAndANameThatIsNoneAreTold() {
        assertThatThrownBy(() -> registry.query.catalogue("other"))
                .isInstanceOf(QueryException.class)
                .hasMessage("no catalogue \"other\" has been admitted");
        assertThatThrownBy(() -> registry.query.catalogue("Other!"))
                .isInstanceOf(QueryException.class)
                .extracting(e -> ((QueryException) e).refusal())
                .isEqualTo(Refusal.QUESTION_INVALID);
    }

    private void admitReady(String key) {
        registry.admit(Catalogue.of(Map.of(key, spec())));
        registry.image.ready(ready(key, "cloud", spec()));
    }
}
