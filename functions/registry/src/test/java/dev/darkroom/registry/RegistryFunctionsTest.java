package dev.darkroom.registry;

import static dev.darkroom.events.testing.Samples.spec;
import static dev.darkroom.events.testing.Threads.OWN_THREAD;
import static dev.darkroom.registry.testing.Said.converted;
import static dev.darkroom.registry.testing.Said.failed;
import static dev.darkroom.registry.testing.Said.fetched;
import static dev.darkroom.registry.testing.Said.ready;
import static dev.darkroom.registry.testing.Said.target;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.events.CatalogueName;
import dev.darkroom.events.CatalogueRefused;
import dev.darkroom.events.DiskFormat;
import dev.darkroom.events.FailureCode;
import dev.darkroom.events.ImageId;
import dev.darkroom.events.ImageKey;
import dev.darkroom.events.ImageRequested;
import dev.darkroom.events.testing.RecordingLog;
import dev.darkroom.registry.known.Status;
import dev.darkroom.registry.query.CatalogueView.Part;
import dev.darkroom.registry.store.StoreException;
import dev.darkroom.registry.testing.TestRegistry.Catalogue;
import dev.darkroom.wire.Cause;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class RegistryFunctionsTest extends RegistryTestCase {
    private Cause cause = Cause.NONE;
    private RegistryFunctions functions;

    @BeforeEach
    void functions() {
        functions = new RegistryFunctions(registry.admit, registry.target, registry.image, registry.until, () -> cause);
    }

    @Test
    void eachEventReachesItsStep() {
        functions.target(target("cloud", DiskFormat.RAW));
        functions.admit(registry.event(Catalogue.of(Map.of("a", spec(), "b", spec()))));
        registry.round();
        assertThat(status("a")).isEqualTo(Status.FETCHING);
        functions.fetched(fetched("a", spec(), 0, DiskFormat.RAW));
        assertThat(status("a")).isEqualTo(Status.CONVERTING);
        functions.converted(converted("a", spec(), 0, DiskFormat.RAW));
        assertThat(status("a")).isEqualTo(Status.UPLOADING);
        functions.ready(ready("a", "cloud", spec()));
        assertThat(status("a")).isEqualTo(Status.READY);
        functions.failed(failed("b", FailureCode.CHECKSUM_MISMATCH, 0));
        assertThat(status("b")).isEqualTo(Status.FAILED);
    }

    @Test
    void aCatalogueHasTheIdThatItsPublisherHasGivenIt() {
        var event = registry.event(Catalogue.of(Map.of("a", spec())));
        var id = UUID.fromString("0e0e7d0c-6f5f-4b6e-9a35-0d3a3e8a7b11");
        cause = new Cause(id.toString(), null, null);
        functions.target(target("cloud", DiskFormat.RAW));

        functions.admit(event);
        registry.round();

        assertThat(registry.bus.only(ImageRequested.class).catalogueEvent()).isEqualTo(id);
        assertThat(registry.query.catalogue("platform").parts())
                .extracting(Part::eventId)
                .containsExactly(id.toString());
        registry.bus.clear();
        functions.admit(event);
        registry.round();
        assertThat(registry.bus.published()).as("heard again").isEmpty();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "order 66", "1-1-1-1-1"})
    void oneWhoseIdIsNoUuidHasTheIdThatDarkroomGivesIt(String given) {
        var event = registry.event(Catalogue.of(Map.of("a", spec())));
        cause = new Cause(given, null, null);

        functions.admit(event);

        assertThat(registry.query.catalogue("platform").parts())
                .extracting(Part::eventId)
                .containsExactly(event.id().toString());
    }

    @Test
    void whatItHasRefusedItselfIsKnownAlready() {
        long before = registry.store.change();

        functions.failed(new CatalogueRefused(
                new CatalogueName("platform"), "images.a", null, null, FailureCode.CATALOGUE_INVALID, "no"));

        assertThat(registry.store.change()).isEqualTo(before);
    }

    @Test
    void anEventThatIsNoFailureDoesNotBelongThere() {
        assertThatThrownBy(() -> functions.failed(ready("a", "cloud", spec())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("not a failure: dev.darkroom.image.ready.v1");
    }

    /** Another one has taken it, and gives it back. */
    @Test
    void noEventIsGivenUpBecauseForAWhileThereIsNoMemory() {
        var tries = new AtomicInteger();
        registry.until.record(() -> {
            if (tries.incrementAndGet() < 3) {
                throw new OutOfMemoryError("Java heap space");
            }
        });

        assertThat(tries).hasValue(3);
        assertThat(registry.until.problem()).isEmpty();
    }

    @Test
    void anEventThatAlwaysNeedsTooMuchMemoryIsGivenUp() {
        assertThatThrownBy(() -> registry.until.record(() -> {
                    throw new OutOfMemoryError("Java heap space");
                }))
                .isInstanceOf(OutOfMemoryError.class);
        assertThat(registry.until.problem()).isEmpty();
    }

    @Test
    void soIsOneForWhichTheDatabaseLacksItAgainAndAgain() {
        functions.admit(registry.event(Catalogue.of(Map.of("a", spec()))));
        registry.database.failUntilFurtherNotice(new SQLException("Out of memory.", "90108", new OutOfMemoryError()));

        assertThatThrownBy(() -> functions.ready(ready("a", "cloud", spec())))
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.lacksMemory()).isTrue());
    }

    @Test
    void aTombstoneChangesNothing() {
        functions.admit(registry.event(Catalogue.of(Map.of("a", spec()))));
        functions.ready(ready("a", "cloud", spec()));
        long before = registry.store.change();

        functions.admit(null);
        functions.target(null);
        functions.ready(null);

        assertThat(registry.store.change()).isEqualTo(before);
        assertThat(status("a")).isEqualTo(Status.READY);
    }

    @Test
    void whatHappensWhileTheDatabaseCannotBeUsedIsRecordedWhenItCan() throws Exception {
        var health = new RegistryHealth(registry.store, null, registry.until);
        registry.admit(Catalogue.of(Map.of("a", spec())));
        registry.database.failUntilFurtherNotice(new SQLException("no such table", "42P01"));
        try (var log = new RecordingLog(UntilRecorded.class)) {
            var recorded = CompletableFuture.runAsync(() -> functions.ready(ready("a", "cloud", spec())), OWN_THREAD);
            while (registry.until.problem().isEmpty()) {
                assertThat(recorded).isNotDone();
                Thread.sleep(5);
            }
            assertThat(health.problem().orElseThrow()).contains("42P01");
            Thread.sleep(100); // Several attempts.

            registry.database.failNoMore();

            assertThat(recorded).succeedsWithin(Duration.ofSeconds(10));
            assertThat(log.heard()).hasSize(1);
        }
        assertThat(status("a")).isEqualTo(Status.READY);
        assertThat(registry.until.problem()).isEmpty();
    }

    @Test
    void whatTheDatabaseWillNeverTakeHoldsNobodyUp() {
        registry.database.failNext(new SQLException("too long", "22001"));

        assertThatThrownBy(() -> functions.ready(ready("a", "cloud", spec()))).isInstanceOf(StoreException.class);
    }

    @Test
    void aStoppedProcessDoesNotWaitForTheDatabase() {
        registry.database.failNext(new SQLException("no such table", "42P01"));
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> functions.ready(ready("a", "cloud", spec())))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("stopped while the registry's database could not be used");
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void questionsAreFunctionsToo() {
        registry.admit(Catalogue.of(Map.of("a", spec(), "b", spec())));
        registry.image.ready(ready("a", "cloud", spec()));
        registry.image.ready(ready("b", "cloud", spec()));
        var questions = new QueryFunctions(registry.ids, registry.query);
        var question = new QueryFunctions.Question();

        assertThat(questions.ids(question)).containsOnlyKeys("a", "b");
        question.name = "a";
        question.target = "cloud";
        assertThat(questions.ids(question))
                .isEqualTo(Map.of("a", ImageId.of(new ImageKey("a"), 0).toString()));
        assertThat(questions.image(question).status()).isEqualTo("ready");
    }
}
