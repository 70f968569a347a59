package dev.darkroom.registry;

import static dev.darkroom.events.testing.Samples.spec;
import static dev.darkroom.registry.testing.Said.ready;
import static dev.darkroom.registry.testing.Said.target;
import static dev.darkroom.registry.testing.TestRegistry.Catalogue.nothing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.darkroom.events.Alias;
import dev.darkroom.events.AliasMoved;
import dev.darkroom.events.CatalogueName;
import dev.darkroom.events.DiskFormat;
import dev.darkroom.events.ImageId;
import dev.darkroom.events.ImageKey;
import dev.darkroom.events.TargetName;
import dev.darkroom.registry.query.QueryException;
import dev.darkroom.registry.testing.TestRegistry.Catalogue;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class MoveAliasesTest extends RegistryTestCase {
    private static final CatalogueName PLATFORM = new CatalogueName("platform");

    @Test
    void anAliasMovesWhereTheNewImageIsReady() {
        var images = Map.of("a", spec(), "b", spec());
        UUID one = registry.event(Catalogue.of(images).aliases(Map.of("workstation", "a")))
                .id();
        UUID two = registry.event(Catalogue.of(images).aliases(Map.of("workstation", "b")))
                .id();
        registry.admit(Catalogue.of(images).aliases(Map.of("workstation", "a")));
        registry.image.ready(ready("a", "cloud", spec()));
        var moved = registry.admit(Catalogue.of(images).aliases(Map.of("workstation", "b")));
        assertThat(moved.remarks()).isEmpty();
        registry.publish.run();

        var alias = new Alias("workstation");
        var cloud = new TargetName("cloud");
        var a = new ImageKey("a");
        var b = new ImageKey("b");
        var first = new AliasMoved(alias, cloud, null, null, a, ImageId.of(a, 0), PLATFORM, one);
        assertThat(registry.bus.published(AliasMoved.class)).containsExactly(first);

        registry.image.ready(ready("b", "cloud", spec()));
        registry.publish.run();
        assertThat(registry.bus.published(AliasMoved.class))
                .containsExactly(
                        first, new AliasMoved(alias, cloud, a, ImageId.of(a, 0), b, ImageId.of(b, 0), PLATFORM, two));

        registry.admit(Catalogue.of(images).aliases(Map.of("workstation", "a")));
        registry.publish.run();
        assertThat(registry.bus.published(AliasMoved.class).getLast())
                .isEqualTo(new AliasMoved(alias, cloud, b, ImageId.of(b, 0), a, ImageId.of(a, 0), PLATFORM, one));
    }

    /** It is published again because somebody has deleted it there. */
    @Test
    void theNewIdOfAnImageThatAnAliasStillStandsForIsSaid() {
        var images = Map.of("a", spec(), "b", spec());
        registry.admit(Catalogue.of(images).aliases(Map.of("workstation", "a")));
        registry.image.ready(ready("a", "cloud", spec()));
        var moved = Catalogue.of(images).aliases(Map.of("workstation", "b"));
        registry.admit(moved);
        registry.publish.run();
        registry.bus.clear();

        registry.image.ready(ready("a", "cloud", spec(), 1));
        registry.image.ready(ready("b", "cloud", spec()));
        registry.image.ready(ready("a", "cloud", spec(), 2));
        registry.publish.run();

        var alias = new Alias("workstation");
        var cloud = new TargetName("cloud");
        var a = new ImageKey("a");
        var b = new ImageKey("b");
        UUID two = registry.event(moved).id();
        assertThat(registry.bus.published(AliasMoved.class))
                .containsExactly(
                        new AliasMoved(alias, cloud, a, ImageId.of(a, 0), a, ImageId.of(a, 1), PLATFORM, two),
                        new AliasMoved(alias, cloud, a, ImageId.of(a, 1), b, ImageId.of(b, 0), PLATFORM, two));
    }

    @Test
    void anAliasThatIsTakenAwayStandsForNothingAnywhere() {
        registry.target.announced(target("other", DiskFormat.RAW));
        registry.target.announced(target("without", DiskFormat.RAW));
        var images = Map.of("a", spec());
        registry.admit(Catalogue.of(images).aliases(Map.of("workstatoin", "a", "workstation", "a")));
        registry.image.ready(ready("a", "cloud", spec()));
        registry.image.ready(ready("a", "other", spec()));
        registry.publish.run();
        registry.bus.clear();

        var away = Catalogue.of(images).aliases(nothing("workstatoin"));
        assertThat(registry.admit(away).remarks()).isEmpty();
        registry.image.ready(ready("a", "without", spec()));
        registry.image.ready(ready("a", "cloud", spec(), 1));
        registry.publish.run();

        var a = new ImageKey("a");
        UUID event = registry.event(away).id();
        assertThat(registry.bus.published(AliasMoved.class))
                .filteredOn(moved -> moved.alias().value().equals("workstatoin"))
                .containsExactly(
                        moved("workstatoin", "cloud", a, ImageId.of(a, 0), event),
                        moved("workstatoin", "other", a, ImageId.of(a, 0), event));
        assertThat(registry.query.aliases()).containsOnlyKeys("workstation");
        assertThat(ids()).containsOnlyKeys("a", "workstation");
        assertThatThrownBy(() -> registry.query.image("workstatoin", Duration.ZERO))
                .isInstanceOf(QueryException.class)
                .hasMessageContaining("there is no key or alias \"workstatoin\"");

        registry.bus.clear();
        registry.admit(Catalogue.of(images).aliases(Map.of("workstatoin", "a")));
        registry.publish.run();
        assertThat(registry.bus.published(AliasMoved.class))
                .extracting(AliasMoved::oldKey, AliasMoved::newKey, AliasMoved::newId)
                .as("it is new again")
                .contains(tuple(null, a, ImageId.of(a, 1)));
    }

    @Test
    void whatNobodyHasPointedIsTakenAwayWithoutAWord() {
        registry.admit(Catalogue.of(Map.of("a", spec())));
        registry.image.ready(ready("a", "cloud", spec()));

        var admitted = registry.admit(new Catalogue("other", Map.of(), nothing("a"), nothing("a_variable"), List.of()));

        assertThat(admitted.refused()).isZero();
        assertThat(admitted.remarks()).isEmpty();
        assertThat(registry.query.aliases()).isEmpty();
        assertThat(ids()).containsOnlyKeys("a");
        registry.publish.run();
        assertThat(registry.bus.published(AliasMoved.class)).isEmpty();
    }

    @Test
    void aNameThatStandsForItsKeyYetIsTakenAwayWithoutAWord() {
        registry.admit(Catalogue.of(Map.of("openhpc", spec())));
        registry.image.ready(ready("openhpc", "cloud", spec()));
        var renamed = Catalogue.of(Map.of("openhpc_2", spec()));
        registry.admit(renamed.aliases(Map.of("openhpc", "openhpc_2")));
        registry.image.ready(ready("openhpc", "cloud", spec(), 1));

        registry.admit(renamed.aliases(nothing("openhpc")));
        registry.publish.run();

        assertThat(registry.bus.published(AliasMoved.class)).isEmpty();
        assertThat(registry.query.aliases()).isEmpty();
        String id = ImageId.of(new ImageKey("openhpc"), 1).toString();
        assertThat(ids()).isEqualTo(Map.of("openhpc", id));
    }

    private static AliasMoved moved(String alias, String target, ImageKey key, ImageId id, UUID event) {
        return new AliasMoved(new Alias(alias), new TargetName(target), key, id, null, null, PLATFORM, event);
    }

    @Test
    void aKeyThatNoCatalogueNamesAnyMoreMayBecomeAnAlias() {
        registry.admit(Catalogue.of(Map.of("openhpc", spec())));
        registry.image.ready(ready("openhpc", "cloud", spec()));
        var renamed = Catalogue.of(Map.of("openhpc_2", spec())).aliases(Map.of("openhpc", "openhpc_2"));

        assertThat(registry.admit(renamed).refused()).isZero();

        String old = ImageId.of(new ImageKey("openhpc"), 0).toString();
        assertThat(registry.query.image("openhpc", Duration.ZERO).key()).isEqualTo("openhpc_2");
        assertThat(ids()).as("until the new one is ready").isEqualTo(Map.of("openhpc", old));
        registry.image.ready(ready("openhpc_2", "cloud", spec()));
        String next = ImageId.of(new ImageKey("openhpc_2"), 0).toString();
        assertThat(ids()).isEqualTo(Map.of("openhpc", next, "openhpc_2", next));
        registry.publish.run();
        assertThat(registry.bus.published(AliasMoved.class))
                .extracting(AliasMoved::oldKey, AliasMoved::newKey)
                .containsExactly(tuple(new ImageKey("openhpc"), new ImageKey("openhpc_2")));

        registry.admit(new Catalogue("other", Map.of("openhpc", spec()), Map.of(), Map.of(), List.of()));
        assertThat(registry.query.image("openhpc", Duration.ZERO).key())
                .as("named again")
                .isEqualTo("openhpc");
        assertThat(ids()).isEqualTo(Map.of("openhpc", old, "openhpc_2", next));
    }

    @Test
    void whatAnotherCatalogueHadPointedIsTakenButNotInSilence() {
        var mine = Catalogue.of(Map.of("a", spec(), "b", spec()))
                .aliases(Map.of("workstation", "a", "server", "b"))
                .wiring(Map.of("image_of_desktop", "workstation"));
        var other = new Catalogue(
                "other",
                Map.of(),
                Map.of("workstation", "b", "server", "b"),
                Map.of("image_of_desktop", "a"),
                List.of());
        registry.image.ready(ready("b", "cloud", spec()));
        assertThat(registry.admit(mine).remarks()).isEmpty();
        assertThat(registry.admit(other).remarks())
                .containsExactly(
                        "catalogue other points alias workstation at b; catalogue platform had pointed it at a",
                        "catalogue other points variable image_of_desktop at a; catalogue platform had pointed it at workstation");
        assertThat(registry.admit(other).remarks()).isEmpty();
        assertThat(registry.query.aliases().get("workstation").catalogue()).isEqualTo("other");
        assertThat(registry.query.aliases().get("server").catalogue()).isEqualTo("platform");
        assertThat(registry.admit(new Catalogue(
                                "third", Map.of(), nothing("server"), nothing("image_of_desktop"), List.of()))
                        .remarks())
                .containsExactly(
                        "catalogue third points alias server at nothing; catalogue platform had pointed it at b",
                        "catalogue third points variable image_of_desktop at nothing; catalogue other had pointed it at a");

        registry.publish.run();
        assertThat(registry.bus.published(AliasMoved.class))
                .extracting(moved -> moved.alias().value(), AliasMoved::catalogue)
                .containsExactly(
                        tuple("server", PLATFORM),
                        tuple("workstation", new CatalogueName("other")),
                        tuple("server", new CatalogueName("third")));
    }
}
