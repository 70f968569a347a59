package dev.darkroom.registry.query;

import static dev.darkroom.events.testing.Samples.spec;
import static dev.darkroom.events.testing.Threads.OWN_THREAD;
import static dev.darkroom.events.testing.Threads.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.events.CatalogueUpdated;
import dev.darkroom.registry.RegistryTestCase;
import dev.darkroom.registry.testing.TestRegistry.Catalogue;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class UntilAdmittedTest extends RegistryTestCase {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofMillis(200);

    private CatalogueUpdated ours;
    private CatalogueUpdated another;

    @BeforeEach
    void twoCatalogues() {
        ours = registry.event(Catalogue.of(Map.of("a", spec())));
        another = registry.event(Catalogue.of(Map.of("b", spec())));
    }

    @Test
    void whoHasPublishedIsHeldUntilItIsAdmitted() {
        Optional<Integer> before = until(LONG).before(ours);
        var held = held(before, LONG);
        registry.admit.admit(ours, ours.id());

        assertThat(held).succeedsWithin(LONG).isEqualTo(true);
    }

    @Test
    void theSameEventThatWasAdmittedLongAgoDoesNotCount() {
        registry.admit.admit(ours, ours.id());
        Optional<Integer> before = until(LONG).before(ours);

        assertThat(until(SHORT).admitted(ours, before)).isFalse();
        registry.admit.admit(ours, ours.id());
        assertThat(until(SHORT).admitted(ours, before)).isTrue();
    }

    @Test
    void oneOfSomebodyElseBeforeItDoesNotCountAndOneBehindItDoes() {
        Optional<Integer> before = until(LONG).before(ours);
        registry.admit.admit(another, another.id());

        assertThat(until(SHORT).admitted(ours, before)).isFalse();
        registry.admit.admit(ours, ours.id());
        registry.admit.admit(another, another.id());
        assertThat(until(SHORT).admitted(ours, before)).isTrue();
    }

    @Test
    void anotherPartDoesNotCount() {
        var part = CatalogueUpdated.empty(ours.catalogue(), 1);
        Optional<Integer> before = until(LONG).before(part);
        registry.admit.admit(ours, ours.id());
        registry.admit.admit(ours, ours.id());

        assertThat(until(SHORT).admitted(part, before)).isFalse();
    }

    @Test
    void whereTooManyWaitAlreadyNobodyIsHeld() {
        Optional<Integer> before = until(LONG).before(ours);
        for (int i = 0; i < 2; i++) {
            var looked = new CountDownLatch(1);
            CompletableFuture.runAsync(
                    () -> registry.waiting.until(
                            snapshot -> {
                                looked.countDown();
                                return false;
                            },
                            LONG),
                    OWN_THREAD);
            assertThat(CompletableFuture.runAsync(() -> await(looked), OWN_THREAD))
                    .succeedsWithin(LONG);
        }

        assertThat(held(before, LONG.multipliedBy(10))).succeedsWithin(LONG).isEqualTo(false);
        registry.waiting.close();
    }

    @Test
    void whenTheProcessStopsNobodyIsHeld() {
        var held = held(until(LONG).before(ours), LONG.multipliedBy(10));
        registry.waiting.close();

        assertThat(held).succeedsWithin(LONG).isEqualTo(false);
    }

    @Test
    void whoIsInterruptedIsNotHeldAndStaysInterrupted() {
        Optional<Integer> before = until(LONG).before(ours);
        Thread.currentThread().interrupt();

        assertThat(until(LONG).admitted(ours, before)).isFalse();
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void whereTheDatabaseIsAwayNobodyIsHeld() {
        Optional<Integer> before = until(LONG).before(ours);
        registry.database.failUntilFurtherNotice(new SQLException("away", "08001"));

        assertThat(until(LONG).before(ours)).isEmpty();
        assertThat(until(LONG).admitted(ours, before)).isFalse();
        assertThat(until(LONG).admitted(ours, Optional.empty())).isFalse();
        registry.database.failNoMore();
    }

    private UntilAdmitted until(Duration patience) {
        return new UntilAdmitted(registry.store, registry.waiting, patience);
    }

    private CompletableFuture<Boolean> held(Optional<Integer> before, Duration patience) {
        return CompletableFuture.supplyAsync(() -> until(patience).admitted(ours, before), OWN_THREAD);
    }
}
