package dev.darkroom.registry;

import static dev.darkroom.events.testing.Samples.spec;
import static dev.darkroom.registry.testing.Said.failed;
import static dev.darkroom.registry.testing.Said.fetched;
import static dev.darkroom.registry.testing.Said.ready;
import static dev.darkroom.registry.testing.Said.target;
import static dev.darkroom.registry.testing.Specs.renamed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.events.CatalogueName;
import dev.darkroom.events.CatalogueUpdated;
import dev.darkroom.events.DiskFormat;
import dev.darkroom.events.FailureCode;
import dev.darkroom.events.ImageKey;
import dev.darkroom.events.ImageRequested;
import dev.darkroom.events.ImageSettled;
import dev.darkroom.events.ImageSpec;
import dev.darkroom.registry.known.Status;
import dev.darkroom.registry.query.FindIds;
import dev.darkroom.registry.query.ImageView;
import dev.darkroom.registry.query.QueryException;
import dev.darkroom.registry.testing.Specs;
import dev.darkroom.registry.testing.TestRegistry.Catalogue;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What the last catalogue leaves out is not wanted any more, as long as nobody has had its bytes. */
class WithdrawnTest extends RegistryTestCase {
    private static final ImageSpec WRONG = Specs.from("https://imagse.example.org/debian-12.qcow2");
    private static final Catalogue NOTHING = Catalogue.of(Map.of());

    @Test
    void anImageThatNobodyCouldHaveIsNotAskedForOnceItIsTakenOut() {
        registry.admit(Catalogue.of(Map.of("a", WRONG)));
        registry.round();
        registry.image.failed(failed("a", FailureCode.ORIGIN_UNAVAILABLE, 0));
        assertThat(pending()).containsExactly(new ImageKey("a"));

        var admitted = registry.admit(NOTHING);

        assertThat(admitted.remarks())
                .containsExactly("image a: catalogue platform does not name it any more, and nobody has had its bytes:"
                        + " it is not asked for");
        registry.clock.turn(Duration.ofDays(2));
        assertThat(asked()).isEmpty();
        assertThat(pending()).isEmpty();
        assertThat(registry.query.counts().values()).containsOnly(0L);
        ImageView shown = registry.query.image("a", Duration.ofSeconds(1));
        assertThat(shown.status()).isEqualTo("failed");
        assertThat(shown.targets().get("cloud").code()).isEqualTo("withdrawn");
        assertThat(shown.targets().get("cloud").message()).startsWith("no catalogue names it any more");
        assertThat(shown.history().getLast().what()).isEqualTo("withdrawn");
        assertThatThrownBy(() -> registry.retry.retry(new ImageKey("a"), "me"))
                .isInstanceOf(QueryException.class)
                .hasMessageContaining("no catalogue names a any more");
    }

    @Test
    void aPartOfWhichNothingIsTakenOverTakesNothingOutEither() {
        registry.admit(Catalogue.of(Map.of("a", WRONG)));
        var others = IntStream.rangeClosed(0, CatalogueUpdated.MOST_ENTRIES)
                .boxed()
                .collect(Collectors.toMap(i -> "k" + i, i -> WRONG));
        CatalogueUpdated tooMuch = registry.misread(Catalogue.of(others));

        registry.admit.admit(tooMuch, tooMuch.id());
        registry.admit.admit(tooMuch, tooMuch.id());

        assertThat(pending()).containsExactly(new ImageKey("a"));
        registry.admit(NOTHING);
        assertThat(pending()).isEmpty();
    }

    @Test
    void whatIsStagedOfItIsSweptWhenNobodyWorksOnItAnyMore() {
        registry.admit(Catalogue.of(Map.of("a", WRONG)));
        registry.round();
        registry.admit(NOTHING);
        registry.publish.run();
        assertThat(registry.bus.published(ImageSettled.class))
                .as("a request is under way")
                .isEmpty();

        registry.image.failed(failed("a", FailureCode.DOWNLOAD_TRUNCATED, 0));
        registry.round();

        assertThat(registry.bus.published(ImageSettled.class))
                .containsExactly(new ImageSettled(new ImageKey("a"), List.of(), List.of(), List.of(), 0, event("a")));
    }

    @Test
    void namedAgainItIsAskedForAtOnceWhateverItIsNow() {
        registry.admit(Catalogue.of(Map.of("a", WRONG, "b", spec())));
        registry.round();
        registry.image.failed(failed("a", FailureCode.ORIGIN_NOT_FOUND, 0));
        registry.image.failed(failed("b", FailureCode.ORIGIN_NOT_FOUND, 0));
        registry.admit(NOTHING);
        assertThat(asked()).isEmpty();

        var other = new Catalogue("other", Map.of("a", spec(), "b", spec()), Map.of(), Map.of(), List.of());
        assertThat(registry.admit(other).wanted()).isEqualTo(2);

        assertThat(asked()).extracting(ImageRequested::spec).containsExactly(spec(), spec());
        assertThat(status("a")).isEqualTo(Status.FETCHING);
        assertThat(registry.dossier("a").entry().first()).isEqualTo(new CatalogueName("other"));
    }

    @Test
    void whatComesBackWhileARequestIsUnderWayWaitsForItsEnd() {
        registry.admit(Catalogue.of(Map.of("a", WRONG, "b", WRONG)));
        registry.round();
        registry.admit(NOTHING);

        assertThat(registry.admit(Catalogue.of(Map.of("a", spec(), "b", WRONG))).wanted())
                .isEqualTo(2);
        assertThat(asked()).as("the requests that are under way are waited for").isEmpty();
        assertThat(status("a")).isEqualTo(Status.FETCHING);
        assertThat(status("b")).isEqualTo(Status.FETCHING);

        registry.image.failed(failed("a", FailureCode.ORIGIN_NOT_FOUND, 0));
        registry.image.failed(failed("b", FailureCode.ORIGIN_NOT_FOUND, 0));

        assertThat(asked()).extracting(ImageRequested::spec).containsExactly(spec());
    }

    @Test
    void onceItsBytesAreThereItStaysWhereItIs() {
        registry.target.announced(target("other", DiskFormat.RAW));
        registry.admit(Catalogue.of(Map.of("a", spec(), "b", spec())));
        registry.round();
        registry.image.fetched(fetched("a", spec(), 0, DiskFormat.RAW));

        assertThat(registry.admit(NOTHING).remarks()).singleElement().asString().startsWith("image b");
        assertThat(status("a")).isEqualTo(Status.CONVERTING);
        registry.image.ready(ready("b", "cloud", spec()));

        assertThat(registry.dossier("b").entry()).isNotNull();
        assertThat(status("b")).isEqualTo(Status.READY);
        assertThat(registry.standing("b", "other").status()).isEqualTo(Status.FETCHING);
    }

    @Test
    void whatAnotherCatalogueNamesOrNamesWronglyIsStillNamed() {
        registry.admit(new Catalogue("other", Map.of("a", spec()), Map.of(), Map.of(), List.of()));
        CatalogueUpdated both = registry.event(Catalogue.of(Map.of("a", spec(), "b", spec())));
        registry.admit.admit(both, both.id());

        registry.admit(Catalogue.of(Map.of("b", renamed(spec(), "b"))));
        assertThat(registry.dossier("a").entry()).isNotNull();

        CatalogueUpdated wrong = registry.misread(Catalogue.of(Map.of("b", spec())));
        assertThat(registry.admit.admit(wrong, wrong.id()).remarks()).isEmpty();
        assertThat(registry.dossier("b").entry()).isNotNull();

        assertThat(registry.admit(NOTHING).remarks()).hasSize(1);
        assertThat(registry.dossier("b").entry()).isNull();
    }

    private List<ImageKey> pending() {
        return registry.ids
                .find(new FindIds.Question("cloud", Set.of(), Duration.ZERO))
                .pending();
    }
}
