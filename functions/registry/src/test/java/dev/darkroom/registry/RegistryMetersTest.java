package dev.darkroom.registry;

import static dev.darkroom.events.testing.Samples.spec;
import static dev.darkroom.registry.testing.Said.failed;
import static dev.darkroom.registry.testing.Said.ready;
import static dev.darkroom.registry.testing.Said.target;
import static dev.darkroom.registry.testing.Specs.renamed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.events.DiskFormat;
import dev.darkroom.events.FailureCode;
import dev.darkroom.events.ImageFailed;
import dev.darkroom.events.ImageKey;
import dev.darkroom.registry.known.Retirement;
import dev.darkroom.registry.known.Status;
import dev.darkroom.registry.testing.Specs;
import dev.darkroom.registry.testing.TestRegistry.Catalogue;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
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
    void countersAreThereBeforeTheFirstFailure() {
        assertThat(count("darkroom.registry.failures", "function", "upload", "code", "image-conflict"))
                .isZero();
        for (String outcome : List.of("recorded", "repeated")) {
            assertThat(count("darkroom.registry.events", "type", "image.ready", "outcome", outcome))
                    .isZero();
            assertThat(count("darkroom.registry.events", "type", "image.fetched", "outcome", outcome))
                    .isZero();
        }
        assertThat(count("darkroom.registry.entries", "outcome", "refused")).isZero();
    }

    @Test
    void everyOneSaysWhatItIs() {
        assertThat(registry.meters.getMeters())
                .isNotEmpty()
                .allSatisfy(meter -> assertThat(meter.getId().getDescription()).isNotBlank());
    }

    @Test
    void aFunctionThatNobodyKnowsMakesNoSeriesOfItsOwn() {
        for (String function : List.of("x1", "x2", "x3")) {
            registry.image.failed(failedIn(function, FailureCode.INTERNAL_ERROR));
        }

        assertThat(registry.meters.getMeters())
                .extracting(meter -> meter.getId().getTag("function"))
                .contains("other")
                .doesNotContain("x1", "x2", "x3");
        assertThat(count("darkroom.registry.failures", "function", "other", "code", "internal-error"))
                .isPositive();
    }

    private static ImageFailed failedIn(String function, FailureCode code) {
        return new ImageFailed(new ImageKey("a"), function, null, null, code, "no", null, 0);
    }

    @Test
    void aDatabaseThatIsAwayIsAskedOnceForAllStatusesAndWhatWasLastIsSaid() {
        registry.admit(Catalogue.of(Map.of("a", spec())));
        registry.image.ready(ready("a", "cloud", spec()));
        var counts = new LastCounts(registry.query, registry.clock, Duration.ZERO);
        assertThat(counts.of(Status.READY)).isEqualTo(1);

        registry.database.failUntilFurtherNotice(new SQLException("gone", "08001"));
        assertThat(counts.of(Status.READY)).isEqualTo(1);
        assertThat(new LastCounts(registry.query, registry.clock, Duration.ZERO).of(Status.READY))
                .isNaN();

        registry.database.failNoMore();
        var once = new LastCounts(registry.query, registry.clock, Duration.ofHours(1));
        assertThat(once.of(Status.READY)).isEqualTo(1);
        registry.database.failUntilFurtherNotice(new SQLException("gone", "08001"));
        for (Status status : Status.values()) {
            assertThat(once.of(status)).isNotNaN();
        }
        registry.database.failNoMore();
    }

    @Test
    void whatNobodyServesCountsOnlyWhereTheImageIs() {
        registry.admit(Catalogue.of(Map.of("a", spec())));
        registry.image.ready(ready("a", "cloud", spec()));
        registry.target.announced(target("cloud", DiskFormat.RAW).with(Retirement.NOT_SERVED));
        registry.target.announced(target("next", DiskFormat.RAW));
        registry.admit(Catalogue.of(Map.of("a", spec(), "b", spec())));
        registry.image.ready(ready("a", "next", spec()));
        registry.image.ready(ready("b", "next", spec()));

        assertThat(registry.query.counts()).containsEntry(Status.READY, 3L).containsEntry(Status.FAILED, 0L);
        assertThat(registry.query.image("b", Duration.ZERO).status()).isEqualTo("ready");
    }

    @Test
    void theOldestUnfinishedImageIsMeasuredFromWhenItWasWanted() {
        var counts = new LastCounts(registry.query, registry.clock, Duration.ZERO);
        assertThat(counts.oldestUnfinished()).isZero();
        registry.admit(Catalogue.of(Map.of("a", spec(), "b", spec())));
        registry.round();
        registry.image.ready(ready("b", "cloud", spec()));
        registry.clock.turn(Duration.ofMinutes(10));
        registry.image.failed(failed("a", FailureCode.ORIGIN_UNAVAILABLE, 0));
        registry.clock.turn(Duration.ofMinutes(20));
        registry.round();
        assertThat(counts.oldestUnfinished()).isEqualTo(30 * 60);

        registry.image.failed(failed("a", FailureCode.ORIGIN_NOT_FOUND, 1));
        assertThat(counts.oldestUnfinished()).as("it has failed for good").isZero();

        registry.admit(Catalogue.of(Map.of("a", spec(), "b", renamed(spec(), "B"))));
        registry.clock.turn(Duration.ofSeconds(5));
        assertThat(counts.oldestUnfinished()).as("it is wanted anew").isEqualTo(5);
        registry.admit(Catalogue.of(Map.of()));
        registry.image.ready(ready("b", "cloud", renamed(spec(), "B")));
        registry.image.failed(failed("a", FailureCode.ORIGIN_NOT_FOUND, 2));
        assertThat(counts.oldestUnfinished()).as("it is not wanted").isZero();
    }

    @Test
    void entriesOfCataloguesAreCountedByWhatBecameOfThem() {
        registry.admit(Catalogue.of(Map.of("a", spec(), "b", spec())));
        registry.admit(Catalogue.of(Map.of("a", spec(), "b", renamed(spec(), "B"), "c", spec())));
        registry.image.ready(ready("a", "cloud", spec()));
        registry.admit(Catalogue.of(Map.of("a", Specs.from("https://other.example.org/a"))));

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
        var clerk = new Clerk(
                registry.ask, registry.publish, registry.memory, registry.store, registry.changes, Duration.ofHours(1));
        var life = new RegistryLife(clerk, registry.waiting, registry.query, registry.meters, registry.clock);
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
