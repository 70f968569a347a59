package dev.darkroom.registry;

import static dev.darkroom.events.testing.Samples.spec;
import static dev.darkroom.registry.testing.Said.failed;
import static dev.darkroom.registry.testing.Said.ready;
import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.events.CatalogueName;
import dev.darkroom.events.CatalogueRefused;
import dev.darkroom.events.FailureCode;
import dev.darkroom.registry.query.CatalogueView;
import dev.darkroom.registry.testing.Specs;
import dev.darkroom.registry.testing.TestRegistry.Catalogue;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A catalogue that comes again as it was: a timer may publish it every few minutes. */
class SameCatalogueTest extends RegistryTestCase {
    private static final Catalogue CATALOGUE = Catalogue.of(Map.of("a", spec()));

    @Test
    void itChangesNoBackOff() {
        registry.admit(CATALOGUE);
        asked();
        for (int attempt = 0; attempt < 6; attempt++) {
            registry.image.failed(failed("a", FailureCode.ORIGIN_UNAVAILABLE, attempt));
            registry.clock.turn(Duration.ofHours(2));
            assertThat(asked()).hasSize(1);
        }
        registry.image.failed(failed("a", FailureCode.ORIGIN_UNAVAILABLE, 6));

        assertThat(registry.admit(CATALOGUE).wanted()).isZero();
        registry.clock.turn(Duration.ofMinutes(2));
        assertThat(asked()).isEmpty();
        registry.clock.turn(Duration.ofMinutes(1));
        assertThat(asked()).hasSize(1);
    }

    @Test
    void itAsksAgainForWhatFailedForGoodOnlyWhenThatIsLongAgo() {
        registry.admit(CATALOGUE);
        asked();
        registry.image.failed(failed("a", FailureCode.CHECKSUM_MISMATCH, 0));

        registry.clock.turn(Duration.ofMinutes(60));
        assertThat(registry.admit(CATALOGUE).known()).isEqualTo(1);
        assertThat(asked()).isEmpty();
        registry.clock.turn(Duration.ofSeconds(1));
        assertThat(registry.admit(CATALOGUE).wanted()).isEqualTo(1);
        assertThat(asked()).hasSize(1);
        registry.image.failed(failed("a", FailureCode.CHECKSUM_MISMATCH, 1));
        registry.admit(CATALOGUE);
        assertThat(asked()).isEmpty();
    }

    @Test
    void whatIsRefusedIsSaidOnceAndKept() {
        registry.admit(CATALOGUE);
        registry.image.ready(ready("a", "cloud", spec()));
        var bad = new CatalogueRefused(
                new CatalogueName("platform"), "images.x", null, null, FailureCode.CATALOGUE_INVALID, "bad");
        var catalogue = Catalogue.of(Map.of("a", Specs.from("https://elsewhere.example.org/a.qcow2")))
                .refused(List.of(bad));
        assertThat(registry.admit(catalogue).refusals())
                .hasSize(2)
                .contains("catalogue platform: images.x: catalogue-invalid: bad");
        registry.publish.run();
        assertThat(registry.bus.published(CatalogueRefused.class)).hasSize(2);
        int lines = lines();
        registry.bus.clear();

        AdmitCatalogue.Admitted again = registry.admit(catalogue);
        assertThat(again.refused()).isEqualTo(2);
        assertThat(again.refusals()).isEmpty();
        registry.publish.run();

        assertThat(registry.bus.published(CatalogueRefused.class)).isEmpty();
        assertThat(lines()).isEqualTo(lines);
        assertThat(registry.query.catalogue("platform").parts().getFirst().refused())
                .extracting(CatalogueView.RefusedEntry::entry)
                .containsExactly("images.x", "images.a");

        registry.admit(catalogue.wiring(Map.of("image", "a")));
        registry.publish.run();
        assertThat(registry.bus.published(CatalogueRefused.class)).hasSize(2);
    }

    /** Tools of Kafka give each event an id of its own; whoever has sent it looks for what came of it by that. */
    @Test
    void itIsTheSameUnderAnotherId() {
        registry.admit(CATALOGUE);
        registry.image.ready(ready("a", "cloud", spec()));
        var catalogue = Catalogue.of(Map.of("a", Specs.from("https://elsewhere.example.org/a.qcow2"), "b", spec()));
        admit(catalogue, new UUID(0, 1));
        asked();
        registry.image.failed(failed("b", FailureCode.CHECKSUM_MISMATCH, 0));
        int lines = lines();

        assertThat(admit(catalogue, new UUID(0, 2)).wanted()).isZero();

        assertThat(asked()).isEmpty();
        assertThat(lines()).isEqualTo(lines);
        assertThat(registry.bus.published(CatalogueRefused.class))
                .extracting(CatalogueRefused::correlation)
                .containsExactly(Optional.of(new UUID(0, 2)));
        assertThat(registry.query.catalogue("platform").parts().getFirst().eventId())
                .isEqualTo(new UUID(0, 2).toString());
    }

    @Test
    void anotherOneUnderTheSameIdIsNot() {
        admit(CATALOGUE, new UUID(0, 1));
        asked();
        registry.image.failed(failed("a", FailureCode.CHECKSUM_MISMATCH, 0));

        assertThat(admit(CATALOGUE.wiring(Map.of("image", "a")), new UUID(0, 1)).wanted())
                .isOne();
    }

    private AdmitCatalogue.Admitted admit(Catalogue catalogue, UUID id) {
        return registry.admit.admit(registry.event(catalogue), id);
    }

    private int lines() {
        return registry.query.image("a", Duration.ZERO).history().size();
    }
}
