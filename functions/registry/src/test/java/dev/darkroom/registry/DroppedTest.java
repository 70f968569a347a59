package dev.darkroom.registry;

import static dev.darkroom.events.testing.Samples.spec;
import static dev.darkroom.registry.testing.Said.failed;
import static dev.darkroom.registry.testing.Said.failedAt;
import static dev.darkroom.registry.testing.Said.fetched;
import static dev.darkroom.registry.testing.Said.ready;
import static dev.darkroom.registry.testing.Said.target;
import static dev.darkroom.registry.testing.TestRegistry.Catalogue.nothing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.events.Checksum;
import dev.darkroom.events.DiskFormat;
import dev.darkroom.events.FailureCode;
import dev.darkroom.events.ImageId;
import dev.darkroom.events.ImageKey;
import dev.darkroom.events.ImageRequested;
import dev.darkroom.events.ImageSettled;
import dev.darkroom.events.TargetAnnounced;
import dev.darkroom.events.TargetName;
import dev.darkroom.registry.known.Status;
import dev.darkroom.registry.query.FindIds;
import dev.darkroom.registry.query.Ids;
import dev.darkroom.registry.query.ImageView;
import dev.darkroom.registry.query.QueryException;
import dev.darkroom.registry.testing.TestRegistry.Catalogue;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the last catalogue leaves out stays where it is, and is asked for nowhere else. */
class DroppedTest extends RegistryTestCase {
    private static final Catalogue NOTHING = Catalogue.of(Map.of());
    private static final Catalogue BOTH = Catalogue.of(Map.of("a", spec(), "b", spec()));

    @Test
    void aNewTargetGetsNothingThatNoCatalogueNames() {
        aIsReadyAndDropped();

        registry.target.announced(target("other", DiskFormat.RAW));
        assertThat(asked()).extracting(ImageRequested::key).containsExactly(new ImageKey("b"));
        registry.image.ready(ready("b", "other", spec()));
        registry.clock.turn(Duration.ofDays(2));
        assertThat(asked()).isEmpty();

        ImageView shown = registry.query.image("a", Duration.ofSeconds(1));
        assertThat(shown.status()).isEqualTo("ready");
        assertThat(shown.targets().get("other").code()).isEqualTo("withdrawn");
        assertThat(shown.targets().get("other").message())
                .isEqualTo("no catalogue names it any more: it is not asked for");
        assertThat(registry.query.counts()).containsEntry(Status.READY, 3L).containsEntry(Status.FAILED, 0L);
        Ids ids = registry.ids.find(new FindIds.Question("other", Set.of(), Duration.ofSeconds(1)));
        assertThat(ids.pending()).isEmpty();
        assertThat(ids.failed()).isEmpty();
        assertThat(ids()).containsKeys("a", "b");
    }

    @Test
    void namedAgainItIsAskedForWhereItIsLackingAtOnce() {
        aIsReadyAndDropped();
        registry.target.announced(target("other", DiskFormat.RAW));
        asked();

        assertThat(registry.admit(BOTH).wanted()).isEqualTo(1);

        assertThat(asked()).extracting(ImageRequested::key).containsExactly(new ImageKey("a"));
        assertThat(registry.standing("a", "other").status()).isEqualTo(Status.FETCHING);
    }

    @Test
    void namedWronglyFirstItIsAskedForOnceItIsNamedRightly() {
        aIsReadyAndDropped();
        registry.target.announced(target("other", DiskFormat.RAW));
        asked();
        assertThat(registry.admit(Catalogue.of(Map.of(
                                "a",
                                spec("https://origin.example/other.raw", DiskFormat.QCOW2, Checksum.NONE),
                                "b",
                                spec())))
                        .refused())
                .isEqualTo(1);

        assertThat(registry.admit(BOTH).wanted()).isEqualTo(1);

        assertThat(asked()).extracting(ImageRequested::key).containsExactly(new ImageKey("a"));
    }

    @Test
    void nobodyWaitsForItAtATargetThatIsAway() {
        registry.target.announced(target("other", DiskFormat.RAW));
        registry.admit(BOTH);
        asked();
        registry.image.ready(ready("a", "cloud", spec()));
        registry.target.announced(target("other", DiskFormat.RAW)
                .with(new TargetAnnounced.Problem(FailureCode.TARGET_UNAVAILABLE, "it is away")));

        registry.admit(Catalogue.of(Map.of("b", spec())));

        assertThat(registry.standing("a", "other").status()).isEqualTo(Status.FAILED);
    }

    @Test
    void whatAVariableStandsForIsWantedUntilItStandsForAnother() {
        registry.admit(BOTH);
        asked();
        registry.image.ready(ready("a", "cloud", spec()));
        registry.image.ready(ready("b", "cloud", spec()));
        registry.admit(wired("a"));
        registry.admit(Catalogue.of(Map.of("b", spec())));

        registry.target.announced(target("other", DiskFormat.RAW));
        assertThat(asked())
                .extracting(ImageRequested::key)
                .containsExactlyInAnyOrder(new ImageKey("a"), new ImageKey("b"));

        registry.image.ready(ready("a", "other", spec()));
        registry.image.ready(ready("b", "other", spec()));
        registry.admit(wired("b"));
        registry.target.announced(target("third", DiskFormat.RAW));
        assertThat(asked()).extracting(ImageRequested::key).containsExactly(new ImageKey("b"));

        registry.image.ready(ready("b", "third", spec()));
        registry.admit(wired("a"));
        assertThat(asked()).extracting(ImageRequested::key).containsExactly(new ImageKey("a"));
    }

    /** So a key that consumers know becomes an alias of newer ones. */
    @Test
    void aVariableThatStandsForAnAliasKeepsNoKeyOfThatName() {
        registry.admit(BOTH);
        asked();
        registry.image.ready(ready("a", "cloud", spec()));
        registry.image.ready(ready("b", "cloud", spec()));
        registry.admit(wired("a"));
        registry.admit(Catalogue.of(Map.of("b", spec())).aliases(Map.of("a", "b")));

        registry.target.announced(target("other", DiskFormat.RAW));

        assertThat(asked()).extracting(ImageRequested::key).containsExactly(new ImageKey("b"));
    }

    @Test
    void aVariableStandsForAKeyAgainWhoseNameIsNoAliasAnyMore() {
        aVariableThatStandsForAnAliasKeepsNoKeyOfThatName();

        registry.admit(Catalogue.of(Map.of("b", spec())).aliases(nothing("a")));

        assertThat(asked()).extracting(ImageRequested::key).containsExactly(new ImageKey("a"));
    }

    @Test
    void aKeyIsNotWantedForAVariableThatIsTakenAwayWithTheAliasOfItsName() {
        aVariableThatStandsForAnAliasKeepsNoKeyOfThatName();

        registry.admit(new Catalogue("other", Map.of(), nothing("a"), nothing("x_image"), List.of()));

        assertThat(asked()).isEmpty();
        assertThat(registry.query.image("a", Duration.ZERO).history())
                .filteredOn(each -> each.what().equals("withdrawn"))
                .hasSize(1);
    }

    @Test
    void whatNothingStandsForAnyMoreIsNotWanted() {
        registry.admit(BOTH.aliases(Map.of("newest", "a")));
        asked();
        registry.image.ready(ready("a", "cloud", spec()));
        registry.image.ready(ready("b", "cloud", spec()));
        registry.admit(wired("a"));
        registry.admit(Catalogue.of(Map.of("b", spec())));

        registry.admit(new Catalogue("other", Map.of(), nothing("newest"), nothing("x_image"), List.of()));
        registry.target.announced(target("other", DiskFormat.RAW));

        assertThat(asked()).extracting(ImageRequested::key).containsExactly(new ImageKey("b"));
    }

    @Test
    void whatAnAliasStandsForIsPublishedAgainWhereSomebodyHasDeletedIt() {
        registry.admit(BOTH.aliases(Map.of("newest", "a")));
        asked();
        registry.image.ready(ready("a", "cloud", spec()));
        registry.image.ready(ready("b", "cloud", spec()));
        registry.admit(Catalogue.of(Map.of("b", spec())).aliases(Map.of("newest", "a")));

        registry.target.announced(
                target("cloud", DiskFormat.RAW).seeing(List.of(ImageId.of(new ImageKey("b"), 0)), null));

        assertThat(asked()).extracting(ImageRequested::key).containsExactly(new ImageKey("a"));
    }

    private static Catalogue wired(String key) {
        return new Catalogue("other", Map.of(), Map.of(), Map.of("x_image", key), List.of());
    }

    @Test
    void whatWaitsForARetryIsNotAskedForAgain() {
        registry.target.announced(target("other", DiskFormat.RAW));
        registry.admit(BOTH);
        asked();
        registry.image.ready(ready("a", "cloud", spec()));
        registry.image.failed(failedAt("a", "other", FailureCode.TARGET_UNAVAILABLE, 0));
        registry.bus.clear();

        registry.admit(Catalogue.of(Map.of("b", spec())));
        registry.publish.run();

        assertThat(registry.bus.published(ImageSettled.class))
                .containsExactly(new ImageSettled(
                        new ImageKey("a"),
                        List.of(new TargetName("cloud")),
                        List.of(new TargetName("other")),
                        List.of(),
                        0,
                        event("a")));
        registry.clock.turn(Duration.ofHours(2));
        assertThat(asked()).extracting(ImageRequested::key).containsExactly(new ImageKey("b"));
        assertThatThrownBy(() -> registry.retry.retry(new ImageKey("a"), "me"))
                .isInstanceOf(QueryException.class)
                .hasMessageContaining("no catalogue names a any more");
    }

    @Test
    void aRequestThatIsUnderWayMayStillBringIt() {
        registry.target.announced(target("other", DiskFormat.RAW));
        registry.admit(Catalogue.of(Map.of("a", spec())));
        asked();
        registry.image.fetched(fetched("a", spec(), 0, DiskFormat.RAW));
        registry.admit(NOTHING);
        assertThat(asked()).isEmpty();
        assertThat(status("a")).isEqualTo(Status.CONVERTING);

        registry.image.ready(ready("a", "cloud", spec()));
        registry.publish.run();
        assertThat(registry.bus.published(ImageSettled.class))
                .as("still under way")
                .isEmpty();
        assertThat(registry.standing("a", "other").status()).isEqualTo(Status.CONVERTING);

        registry.clock.turn(Duration.ofMinutes(30));
        assertThat(asked()).as("it has been silent for too long").isEmpty();
        assertThat(registry.bus.published(ImageSettled.class)).hasSize(1);
        assertThat(registry.standing("a", "other").status()).isEqualTo(Status.FAILED);

        registry.image.ready(ready("a", "other", spec()));
        assertThat(registry.standing("a", "other").status()).isEqualTo(Status.READY);
    }

    @Test
    void aRequestThatIsUnderWayIsWaitedForWhenItIsNamedAgain() {
        registry.admit(Catalogue.of(Map.of("a", spec())));
        asked();
        registry.image.fetched(fetched("a", spec(), 0, DiskFormat.RAW));
        registry.admit(NOTHING);

        assertThat(registry.admit(Catalogue.of(Map.of("a", spec()))).wanted()).isZero();
        assertThat(asked()).isEmpty();
        registry.image.failed(failed("a", FailureCode.ORIGIN_UNAVAILABLE, 0));
        registry.clock.turn(Duration.ofSeconds(3));
        assertThat(asked()).hasSize(1);
    }

    @Test
    void whatAnAliasStandsForIsWantedUntilItStandsForAnother() {
        registry.admit(BOTH.aliases(Map.of("newest", "a")));
        asked();
        registry.image.ready(ready("a", "cloud", spec()));
        registry.image.ready(ready("b", "cloud", spec()));
        registry.admit(Catalogue.of(Map.of("b", spec())).aliases(Map.of("newest", "a")));

        registry.target.announced(target("other", DiskFormat.RAW));
        assertThat(asked()).hasSize(2);
        registry.image.ready(ready("a", "other", spec()));
        registry.image.ready(ready("b", "other", spec()));

        registry.admit(Catalogue.of(Map.of("b", spec())).aliases(Map.of("newest", "b")));
        registry.target.announced(target("third", DiskFormat.RAW));
        assertThat(asked()).extracting(ImageRequested::key).containsExactly(new ImageKey("b"));

        registry.admit(Catalogue.of(Map.of("b", spec())).aliases(Map.of("newest", "a")));
        assertThat(asked()).extracting(ImageRequested::key).containsExactly(new ImageKey("a"));
    }

    @Test
    void whatAnAliasStandsForIsWantedOnceItsBytesAreThere() {
        registry.target.announced(target("other", DiskFormat.RAW));
        registry.admit(Catalogue.of(Map.of("a", spec())).aliases(Map.of("newest", "a")));
        asked();
        registry.admit(NOTHING.aliases(Map.of("newest", "a")));
        assertThat(status("a")).isEqualTo(Status.FAILED);

        registry.image.ready(ready("a", "cloud", spec()));
        registry.clock.turn(Duration.ofMinutes(30));
        assertThat(asked()).extracting(ImageRequested::key).containsExactly(new ImageKey("a"));
    }

    /** It is ready at cloud, as b is. */
    private void aIsReadyAndDropped() {
        registry.admit(BOTH);
        asked();
        registry.image.ready(ready("a", "cloud", spec()));
        registry.image.ready(ready("b", "cloud", spec()));
        registry.admit(Catalogue.of(Map.of("b", spec())));
        assertThat(registry.dossier("a")
                        .placement(new TargetName("cloud"))
                        .ready()
                        .imageId())
                .isEqualTo(ImageId.of(new ImageKey("a"), 0));
    }
}
