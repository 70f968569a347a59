package dev.darkroom.registry;

import static dev.darkroom.registry.testing.Happened.failed;
import static dev.darkroom.registry.testing.Happened.ready;
import static dev.darkroom.registry.testing.Happened.renamed;
import static dev.darkroom.registry.testing.Happened.spec;
import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.events.FailureCode;
import dev.darkroom.registry.known.Status;
import dev.darkroom.registry.testing.Happened;
import dev.darkroom.registry.testing.TestRegistry.Catalogue;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RegistryMetersTest extends RegistryTestCase {

    @Test
    void eventsAreCountedByTypeAndByWhetherTheyWereNews() {
        registry.image.ready(ready("a", "cloud", spec()));
        registry.image.ready(ready("a", "cloud", spec()));

        assertThat(count("darkroom.registry.events", "type", "image.ready", "outcome", "recorded"))
                .isEqualTo(1);
        assertThat(count("darkroom.registry.events", "type", "image.ready", "outcome", "repeated"))
                .isEqualTo(1);
        assertThat(count("darkroom.registry.events", "type", "target.announced", "outcome", "recorded"))
                .isEqualTo(1);
    }

    @Test
    void failuresAreCountedOnceByFunctionAndCode() {
        registry.image.failed(failed("a", FailureCode.ORIGIN_NOT_FOUND, 0));
        registry.image.failed(failed("a", FailureCode.ORIGIN_NOT_FOUND, 0));

        assertThat(count("darkroom.registry.failures", "function", "fetch", "code", "origin-not-found"))
                .isEqualTo(1);
    }

    @Test
    void entriesOfCataloguesAreCountedByWhatBecameOfThem() {
        registry.admit(Catalogue.of(Map.of("a", spec(), "b", spec())));
        registry.admit(Catalogue.of(Map.of("a", spec(), "b", renamed(spec(), "B"), "c", spec())));
        registry.admit(Catalogue.of(Map.of("a", Happened.from("https://other.example.org/a"))));

        assertThat(count("darkroom.registry.entries", "outcome", "wanted")).isEqualTo(4);
        assertThat(count("darkroom.registry.entries", "outcome", "known")).isEqualTo(1);
        assertThat(count("darkroom.registry.entries", "outcome", "refused")).isEqualTo(1);
    }

    @Test
    void noTagNamesAnImage() {
        registry.admit(Catalogue.of(Map.of("secret_key", spec())));
        registry.image.ready(ready("secret_key", "cloud", spec()));
        registry.image.failed(failed("secret_key", FailureCode.ORIGIN_NOT_FOUND, 0));

        assertThat(registry.meters.getMeters())
                .flatExtracting(meter -> meter.getId().getTags())
                .extracting(Tag::getValue)
                .doesNotContain("secret_key", "cloud");
    }

    @Test
    void whileTheProcessLivesItsImagesAreGaugedByStatusAndItsClerkWorks() {
        var clerk =
                new Clerk(registry.ask, registry.publish, registry.store, registry.changes, Duration.ofHours(1), 10);
        var life = new RegistryLife(clerk, registry.waiting, registry.query, registry.meters);
        life.start(new StartupEvent());
        registry.admit(Catalogue.of(Map.of("a", spec())));
        registry.image.ready(ready("a", "cloud", spec()));

        assertThat(registry.meters.getMeters().stream()
                        .map(Meter::getId)
                        .filter(id -> id.getName().equals("darkroom.registry.images")))
                .hasSize(Status.values().length);
        assertThat(registry.meters
                        .get("darkroom.registry.images")
                        .tag("status", "ready")
                        .gauge()
                        .value())
                .isEqualTo(1);
        life.stop(new ShutdownEvent());
        assertThat(clerk.problem()).isPresent();
    }

    private double count(String name, String... tags) {
        return registry.meters.get(name).tags(tags).counter().count();
    }
}
