package dev.darkroom.registry;

import static dev.darkroom.events.testing.Samples.spec;
import static dev.darkroom.registry.testing.Said.failedAt;
import static dev.darkroom.registry.testing.Said.fetched;
import static dev.darkroom.registry.testing.Said.ready;
import static dev.darkroom.registry.testing.Said.target;
import static dev.darkroom.registry.testing.Specs.renamed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.darkroom.events.CatalogueName;
import dev.darkroom.events.CatalogueRefused;
import dev.darkroom.events.CatalogueUpdated;
import dev.darkroom.events.Checksum;
import dev.darkroom.events.Digest;
import dev.darkroom.events.DiskFormat;
import dev.darkroom.events.FailureCode;
import dev.darkroom.events.ImageId;
import dev.darkroom.events.ImageKey;
import dev.darkroom.events.ImageRequested;
import dev.darkroom.events.ImageSpec;
import dev.darkroom.events.SourceUri;
import dev.darkroom.events.TargetName;
import dev.darkroom.events.testing.RecordingLog;
import dev.darkroom.events.testing.Samples;
import dev.darkroom.registry.known.Status;
import dev.darkroom.registry.query.CatalogueView;
import dev.darkroom.registry.store.Catalogues;
import dev.darkroom.registry.testing.Specs;
import dev.darkroom.registry.testing.TestRegistry.Catalogue;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.logging.Level;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AdmitCatalogueTest extends RegistryTestCase {
    private static final CatalogueName PLATFORM = new CatalogueName("platform");

    @Test
    void aNewKeyIsAskedForInTheFormatThatTheTargetWants() {
        var catalogue = Catalogue.of(Map.of("a", spec()));
        registry.admit(catalogue);
        registry.round();

        ImageRequested request = registry.bus.only(ImageRequested.class);
        assertThat(request.key()).isEqualTo(new ImageKey("a"));
        assertThat(request.spec()).isEqualTo(spec());
        assertThat(request.formats()).containsExactly(DiskFormat.RAW);
        assertThat(request.attempt()).isZero();
        assertThat(request.catalogueEvent()).isEqualTo(registry.event(catalogue).id());
    }

    @Test
    void aKnownKeyIsNotAskedForAgain() {
        registry.admit(Catalogue.of(Map.of("a", spec())));
        registry.round();
        registry.bus.clear();

        var admitted = registry.admit(Catalogue.of(Map.of("a", spec())));
        registry.round();

        assertThat(admitted).isEqualTo(new AdmitCatalogue.Admitted(1, 0, 0, List.of(), List.of()));
        assertThat(registry.bus.published()).isEmpty();
    }

    /** As when a catalogue of several parts becomes longer at its front: for a moment nobody names the key. */
    @Test
    void aKeyThatMovesToAnotherCatalogueIsNotAskedForAgain() {
        registry.target.announced(target("other", DiskFormat.RAW));
        registry.admit(Catalogue.of(Map.of("a", spec())));
        registry.round();
        registry.image.ready(ready("a", "cloud", spec()));
        registry.image.ready(ready("a", "other", spec()));

        registry.admit(Catalogue.of(Map.of("b", spec())));
        registry.round();
        registry.bus.clear();
        var admitted = registry.admit(new Catalogue("second", Map.of("a", spec()), Map.of(), Map.of(), List.of()));
        registry.round();

        assertThat(admitted).isEqualTo(new AdmitCatalogue.Admitted(1, 0, 0, List.of(), List.of()));
        assertThat(status("a")).isEqualTo(Status.READY);
        assertThat(registry.bus.published()).isEmpty();
    }

    @Test
    void aCatalogueWithoutEntriesUndoesNothingThatWasDone() {
        registry.admit(Catalogue.of(Map.of("a", spec())));
        registry.round();
        registry.image.ready(ready("a", "cloud", spec()));
        registry.round();
        registry.bus.clear();

        var admitted = registry.admit(Catalogue.of(Map.of()));
        registry.round();

        assertThat(admitted).isEqualTo(new AdmitCatalogue.Admitted(0, 0, 0, List.of(), List.of()));
        assertThat(registry.dossier("a").entry().spec()).isEqualTo(spec());
        assertThat(registry.bus.published()).isEmpty();
    }

    @Test
    void aKnownKeyWithOtherBytesIsRefusedByFieldAndHoldsUpNothing() {
        registry.admit(Catalogue.of(Map.of("a", spec())));
        registry.round();
        registry.image.fetched(fetched("a", spec(), 0, DiskFormat.RAW));
        registry.bus.clear();

        var admitted = registry.admit(Catalogue.of(
                Map.of("a", Specs.from("https://elsewhere.example.org/a.qcow2?file=s3cret"), "b", spec())));
        registry.round();

        CatalogueRefused refused =
                registry.bus.published(CatalogueRefused.class).getFirst();
        String words = "catalogue platform: images.a: key-changed: " + refused.message();
        assertThat(admitted).isEqualTo(new AdmitCatalogue.Admitted(0, 1, 1, List.of(words), List.of()));
        assertThat(refused.code()).isEqualTo(FailureCode.KEY_CHANGED);
        assertThat(refused.entry()).isEqualTo("images.a");
        assertThat(refused.field()).isEqualTo("source_url");
        assertThat(refused.message())
                .contains("https://images.example.org/debian-12.qcow2", "https://elsewhere.example.org/a.qcow2")
                .contains("use a new key")
                .doesNotContain("s3cret");
        assertThat(registry.bus.published(ImageRequested.class))
                .extracting(ImageRequested::key)
                .containsExactly(new ImageKey("b"));
        assertThat(registry.dossier("a").entry().spec()).isEqualTo(spec());
    }

    @Test
    void ofSeveralFieldsThatMayNotChangeNoneIsPassedOver() {
        registry.admit(Catalogue.of(Map.of("a", spec())));
        registry.round();
        registry.image.fetched(fetched("a", spec(), 0, DiskFormat.RAW));
        registry.bus.clear();

        registry.admit(Catalogue.of(Map.of("a", Samples.spec("https://e.org/a.raw", DiskFormat.RAW, Checksum.NONE))));
        registry.round();

        CatalogueRefused refused =
                registry.bus.published(CatalogueRefused.class).getFirst();
        assertThat(refused.field()).isEqualTo("checksum");
        assertThat(refused.value()).isEqualTo("[]");
        assertThat(refused.message())
                .contains(
                        "checksum of a is \"[" + Samples.SHA256 + "]\" and cannot become \"[]\", ",
                        "source_disk_format of a is \"qcow2\" and cannot become \"raw\", ",
                        "source_url of a is \"" + Samples.SOURCE
                                + "\" and cannot become \"https://e.org/a.raw\": a key");
    }

    @Test
    void theSameChecksumsInAnotherOrderAreTheSameBytes() {
        Digest md5 = Digest.parse("md5:" + "ab".repeat(16));
        var one = new Checksum(List.of(Samples.SHA256, md5), null, false, null, null);
        var other = new Checksum(List.of(md5, Samples.SHA256, md5), null, false, null, null);
        var less = new Checksum(List.of(Samples.SHA256), null, false, null, null);
        registry.admit(Catalogue.of(Map.of("a", Specs.checkedBy(one))));
        registry.round();
        registry.image.fetched(fetched("a", Specs.checkedBy(one), 0, DiskFormat.RAW));

        assertThat(registry.admit(Catalogue.of(Map.of("a", Specs.checkedBy(other))))
                        .refused())
                .isZero();
        assertThat(registry.admit(Catalogue.of(Map.of("a", Specs.checkedBy(less))))
                        .refused())
                .isEqualTo(1);
    }

    @Test
    void whatIsRefusedIsWarnedOfUpToAMeasure() {
        List<CatalogueRefused> bad = IntStream.range(0, 22)
                .mapToObj(number -> new CatalogueRefused(
                        new CatalogueName("platform"),
                        "images.bad" + number,
                        null,
                        null,
                        FailureCode.CATALOGUE_INVALID,
                        "no"))
                .toList();

        try (var log = new RecordingLog(AdmitCatalogue.class)) {
            registry.admit(Catalogue.of(Map.of()).refused(bad));
            assertThat(log.heard())
                    .filteredOn(each -> each.getLevel().intValue() >= Level.WARNING.intValue())
                    .hasSize(21);
        }
    }

    @Test
    void anAliasThatIsTheKeyOfAnotherCatalogueIsRefusedAlone() {
        registry.admit(new Catalogue("base", Map.of("a", spec()), Map.of(), Map.of(), List.of()));

        var admitted = registry.admit(Catalogue.of(Map.of("b", spec())).aliases(Map.of("a", "b", "newest", "b")));
        registry.round();

        assertThat(admitted.wanted()).isEqualTo(1);
        assertThat(admitted.refused()).isEqualTo(1);
        assertThat(registry.bus.published(CatalogueRefused.class))
                .extracting(CatalogueRefused::code, CatalogueRefused::entry, CatalogueRefused::message)
                .containsExactly(tuple(
                        FailureCode.CATALOGUE_INVALID,
                        "aliases.a",
                        "alias a is also the key of an image of catalogue base: give the alias a name of its own"));
        assertThat(registry.query.aliases()).containsOnlyKeys("newest");
    }

    @Test
    void otherMetadataAreRepairedAtTheTargetsThatHaveTheImage() {
        registry.target.announced(target("other", DiskFormat.QCOW2));
        registry.admit(Catalogue.of(Map.of("a", spec())));
        registry.round();
        registry.image.ready(ready("a", "cloud", spec()));
        registry.publish.run();
        registry.bus.clear();

        ImageSpec renamed = renamed(spec(), "Debian 12, the new name");
        registry.admit(Catalogue.of(Map.of("a", renamed)));
        registry.round();

        ImageRequested request = registry.bus.only(ImageRequested.class);
        assertThat(request.spec()).isEqualTo(renamed);
        assertThat(request.formats()).containsExactly(DiskFormat.QCOW2);
        assertThat(request.updates()).isEqualTo(Map.of(new TargetName("cloud"), ImageId.of(new ImageKey("a"), 0)));
        assertThat(registry.standing("a", "cloud").status()).isEqualTo(Status.UPDATING);

        registry.image.ready(ready("a", "cloud", renamed));
        assertThat(registry.standing("a", "cloud").status()).isEqualTo(Status.READY);
    }

    @Test
    void aChangedCatalogueAsksAtOnceForWhatHasFailed() {
        registry.admit(Catalogue.of(Map.of("a", spec())));
        registry.round();
        registry.image.failed(failedAt("a", "cloud", FailureCode.TARGET_UNAUTHORIZED, 0));
        registry.round();
        registry.bus.clear();
        assertThat(registry.standing("a", "cloud").status()).isEqualTo(Status.FAILED);

        registry.admit(Catalogue.of(Map.of("a", spec())).wiring(Map.of("image", "a")));
        registry.round();

        assertThat(registry.bus.only(ImageRequested.class).key()).isEqualTo(new ImageKey("a"));
        assertThat(registry.bus.only(ImageRequested.class).attempt()).isEqualTo(1);
        assertThat(registry.standing("a", "cloud").status()).isEqualTo(Status.FETCHING);
    }

    static Stream<ImageSpec> signed() {
        SourceUri url = SourceUri.parse("https://images.example.org/SHA256SUMS.sig");
        return Stream.of(Specs.signed(null), Specs.signed(url), Specs.bundled(url));
    }

    @ParameterizedTest
    @MethodSource("signed")
    void aSignatureThatIsAddedProvesTheSameBytes(ImageSpec with) {
        Checksum signed = with.checksum();
        var unsigned = new Checksum(signed.digests(), signed.sums(), false, null, null);
        ImageSpec before = Specs.checkedBy(unsigned);
        registry.admit(Catalogue.of(Map.of("a", before)));
        registry.round();
        registry.image.ready(ready("a", "cloud", before));

        assertThat(registry.admit(Catalogue.of(Map.of("a", with))).refused()).isZero();
        assertThat(registry.dossier("a").entry().spec().checksum()).isEqualTo(signed);
    }

    @Test
    void whatTheReaderRefusesIsSaidByAnEventAndKeptWithTheCatalogue() {
        var bad = new CatalogueRefused(
                PLATFORM,
                "images.x",
                "visibility",
                "secret",
                FailureCode.CATALOGUE_INVALID,
                "visibility must be one of ...");
        CatalogueUpdated event =
                registry.event(Catalogue.of(Map.of("a", spec())).refused(List.of(bad)));
        var given = new UUID(1, 2);
        registry.admit.admit(event, given);
        registry.publish.run();

        assertThat(registry.bus.published()).containsExactly(bad.cameIn(given));
        assertThat(registry.bus.only(CatalogueRefused.class).correlation()).contains(given);
        Catalogues.Part part =
                registry.store.read(tx -> tx.catalogues().parts(PLATFORM)).getFirst();
        assertThat(part.refused()).containsExactly(bad);
        assertThat(part.images()).isEqualTo(1);
    }

    @Test
    void whatIsRefusedIsNoGoodImageOfItsCatalogue() {
        registry.admit(Catalogue.of(Map.of("a", spec())));
        registry.image.ready(ready("a", "cloud", spec()));
        registry.admit(Catalogue.of(Map.of("a", Specs.from("https://elsewhere.example.org/a.qcow2"), "b", spec())));

        CatalogueView.Part part = registry.query.catalogue("platform").parts().getFirst();
        assertThat(part.refusedCount()).isEqualTo(1);
        assertThat(part.images()).isEqualTo(1);
    }

    /** Whoever published it must know of each image whether it was refused. */
    @Test
    void ofMoreRefusedEntriesThanCanBeShownWholeEachIsNamed() {
        var bad = IntStream.range(0, 250)
                .mapToObj(i -> new CatalogueRefused(
                        PLATFORM,
                        "images.k" + i,
                        "source_url",
                        "https://elsewhere.example.org/" + i,
                        FailureCode.KEY_CHANGED,
                        "source_url of k" + i + " cannot become another"))
                .toList();
        registry.admit(Catalogue.of(Map.of()).refused(bad));

        List<CatalogueView.RefusedEntry> shown =
                registry.query.catalogue("platform").parts().getFirst().refused();

        assertThat(shown)
                .extracting(CatalogueView.RefusedEntry::entry)
                .containsExactlyElementsOf(
                        bad.stream().map(CatalogueRefused::entry).toList());
        assertThat(shown).extracting(CatalogueView.RefusedEntry::code).containsOnly("key-changed");
        assertThat(shown.get(199).message()).isEqualTo(bad.get(199).message());
        assertThat(shown.get(200).message()).isEqualTo("one of many: its reason is in darkroom.failed.v1");
        assertThat(shown.get(200).value()).isNull();
    }

    @Test
    void aNameThatChangesIsRemarkedUponWhereNobodyWouldSeeOtherBytes() {
        ImageSpec unchecked = Specs.checkedBy(Checksum.NONE);
        registry.admit(Catalogue.of(Map.of("a", unchecked, "b", spec(), "c", unchecked)));

        var admitted = registry.admit(Catalogue.of(
                Map.of("a", renamed(unchecked, "september"), "b", renamed(spec(), "september"), "c", unchecked)));

        String words = "its name \"" + unchecked.name()
                + "\" becomes \"september\", and its bytes stay: a new image needs a new key";
        assertThat(admitted.remarks()).containsExactly("image a: " + words);
        assertThat(registry.query.image("b", Duration.ZERO).history())
                .extracting(happened -> happened.words())
                .contains("changed by catalogue platform: " + words);
    }

    @Test
    void aThousandKnownKeysTakeAHandfulOfStatements() {
        var images = new TreeMap<String, ImageSpec>();
        for (int i = 0; i < 1000; i++) {
            images.put("key_" + i, spec());
        }
        assertThat(registry.admit(Catalogue.of(images)).wanted()).isEqualTo(1000);
        registry.round();
        assertThat(registry.bus.published(ImageRequested.class)).hasSize(1000);

        int before = registry.database.statements();
        assertThat(registry.admit(Catalogue.of(images)).known()).isEqualTo(1000);
        assertThat(registry.database.statements() - before).isLessThan(15);
    }
}
