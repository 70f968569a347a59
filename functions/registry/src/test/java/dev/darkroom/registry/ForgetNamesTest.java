package dev.darkroom.registry;

import static dev.darkroom.events.testing.Samples.spec;
import static dev.darkroom.registry.testing.Said.fetched;
import static dev.darkroom.registry.testing.Said.ready;
import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.events.CatalogueName;
import dev.darkroom.events.CatalogueUpdated;
import dev.darkroom.registry.known.Wish;
import dev.darkroom.registry.query.FindIds;
import dev.darkroom.registry.query.Ids;
import dev.darkroom.registry.testing.TestRegistry.Catalogue;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ForgetNamesTest extends RegistryTestCase {
    private static final Map<String, String> NONE = Map.of();

    @BeforeEach
    void admit() {
        publish("platform", 0, Map.of("newest", "a", "mistyped", "b"), Map.of("image", "newest", "wrong", "mistyped"));
        assertThat(missing()).containsExactly("image", "mistyped", "newest", "wrong");
    }

    @Test
    void whatHasNeverLedToAnIdIsForgottenWithItsEntry() {
        makeReady("a");

        publish("platform", 0, Map.of("newest", "a"), Map.of("image", "newest"));

        assertThat(missing()).isEmpty();
        assertThat(registry.query.aliases()).containsOnlyKeys("newest");
    }

    @Test
    void whatHasLedToAnIdStays() {
        makeReady("a");
        publish("platform", 0, Map.of("newest", "a"), Map.of("image", "newest", "by_key", "a"));

        publish("platform", 0, NONE, NONE);

        assertThat(registry.query.aliases()).containsOnlyKeys("newest");
        assertThat(ids()).containsKey("newest");
        assertThat(found().variables()).containsOnlyKeys("image", "by_key");
    }

    @Test
    void whatAnotherPartNamesStays() {
        publish("platform", 1, Map.of("mistyped", "b"), Map.of("wrong", "mistyped"));
        publish("platform", 0, NONE, NONE);
        assertThat(missing()).containsExactly("mistyped", "wrong");

        publish("other", 0, Map.of("mistyped", "b"), NONE);
        publish("platform", 1, NONE, NONE);
        assertThat(missing()).containsExactly("mistyped");

        publish("other", 0, NONE, NONE);
        assertThat(missing()).isEmpty();
    }

    @Test
    void whatIsWrongNowStays() {
        publish("platform", 0, Map.of("mistyped", "{{ b }}"), Map.of("wrong", "{{ b }}"));

        assertThat(missing()).containsExactly("mistyped", "wrong");
    }

    @Test
    void whatItStoodForIsNotWantedAnyMore() {
        registry.admit(new Catalogue("images", Map.of("b", spec()), NONE, NONE, List.of()));
        asked();
        registry.image.fetched(fetched("b", spec(), 0));
        registry.admit(new Catalogue("images", Map.of(), NONE, NONE, List.of()));
        assertThat(registry.dossier("b").wish()).as("an alias points at it").isInstanceOf(Wish.Named.class);

        publish("platform", 0, NONE, NONE);

        assertThat(registry.dossier("b").wish()).isInstanceOf(Wish.Dropped.class);
    }

    private void makeReady(String key) {
        registry.admit(new Catalogue("images", Map.of(key, spec()), NONE, NONE, List.of()));
        registry.image.ready(ready(key, "cloud", spec()));
    }

    private void publish(String name, int part, Map<String, String> aliases, Map<String, String> wiring) {
        registry.admit(new CatalogueUpdated(
                new CatalogueName(name), part, Map.of(), Map.of(), Map.copyOf(aliases), Map.copyOf(wiring)));
    }

    private Ids found() {
        return registry.ids.find(new FindIds.Question("cloud", Set.of(), Duration.ZERO));
    }

    private List<String> missing() {
        return found().missing();
    }
}
