package dev.darkroom.registry.query;

import static dev.darkroom.events.testing.Threads.OWN_THREAD;
import static dev.darkroom.events.testing.Threads.await;
import static dev.darkroom.registry.testing.Said.target;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.events.DiskFormat;
import dev.darkroom.events.TargetName;
import dev.darkroom.registry.RegistryTestCase;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class WaitingTest extends RegistryTestCase {
    private static final Duration LONG = Duration.ofSeconds(30);

    @Test
    void withoutTimeTheRegistryIsShownAsItIs() {
        Snapshot shown = registry.waiting.until(
                snapshot -> {
                    throw new AssertionError("nobody asked to wait");
                },
                Duration.ZERO);

        assertThat(shown.targets()).containsOnlyKeys(new TargetName("cloud"));
        assertThat(registry.waiting.until(snapshot -> false, Duration.ofSeconds(-1)))
                .isEqualTo(shown);
    }

    @Test
    void aChangeWakesWhoWaits() {
        var looked = new CountDownLatch(1);
        var waiting = waiting(looked, LONG);
        await(looked);
        registry.target.announced(target("other", DiskFormat.RAW));

        assertThat(waiting).succeedsWithin(LONG);
        assertThat(waiting.join().targets()).hasSize(2);
    }

    @Test
    void whenTheTimeIsOverTheRegistryIsShownAsItIs() {
        assertThat(waiting(new CountDownLatch(1), Duration.ofMillis(20)))
                .succeedsWithin(LONG)
                .satisfies(shown -> assertThat(shown.targets()).hasSize(1));
    }

    @Test
    void nobodyWaitsLongerThanTheLongestWait() {
        var impatient = new Waiting(
                new Snapshots(registry.store), registry.changes, 1, 1, Duration.ofMillis(20), () -> "caller");

        assertThat(CompletableFuture.supplyAsync(
                        () -> impatient.until(snapshot -> false, Duration.ofDays(1)), OWN_THREAD))
                .succeedsWithin(LONG);
    }

    @Test
    void oneMoreThanMayWaitIsToldToComeBackAndAPlaceIsGivenBack() {
        var firstLooked = new CountDownLatch(1);
        var secondLooked = new CountDownLatch(1);
        var first = waiting(firstLooked, LONG);
        var second = waiting(secondLooked, LONG);
        await(firstLooked);
        await(secondLooked);

        assertThatThrownBy(() -> registry.waiting.until(snapshot -> true, LONG))
                .isInstanceOf(QueryException.class)
                .satisfies(e -> assertThat(((QueryException) e).refusal()).isEqualTo(Refusal.BUSY));
        registry.target.announced(target("other", DiskFormat.RAW));
        assertThat(first).succeedsWithin(LONG);
        assertThat(second).succeedsWithin(LONG);
        assertThat(registry.waiting.until(snapshot -> true, LONG).targets()).hasSize(2);
    }

    @Test
    void oneCallerCannotTakeThePlacesOfAll() {
        var who = new AtomicReference<>("greedy");
        var shared = new Waiting(new Snapshots(registry.store), registry.changes, 9, 1, LONG, who::get);
        var looked = new CountDownLatch(1);
        var first = CompletableFuture.supplyAsync(
                () -> shared.until(
                        snapshot -> {
                            looked.countDown();
                            return snapshot.targets().size() > 1;
                        },
                        LONG),
                OWN_THREAD);
        await(looked);

        assertThatThrownBy(() -> shared.until(snapshot -> true, LONG))
                .isInstanceOfSatisfying(
                        QueryException.class, e -> assertThat(e.refusal()).isEqualTo(Refusal.WAITS_TOO_MUCH))
                .hasMessageContaining("darkroom.http.waits");
        who.set("other");
        assertThat(shared.until(snapshot -> true, LONG).targets()).hasSize(1);
        registry.target.announced(target("other", DiskFormat.RAW));
        assertThat(first).succeedsWithin(LONG);
        who.set("greedy");
        assertThat(shared.until(snapshot -> true, LONG).targets()).hasSize(2);
    }

    @Test
    void whoHasGoneWaitsNoLongerAndGivesThePlaceBack() {
        var leave = new CompletableFuture<Runnable>();
        var caller = new Caller() {
            @Override
            public String name() {
                return "impatient";
            }

            @Override
            public void whenGone(Runnable action) {
                leave.complete(action);
            }
        };
        var shared = new Waiting(new Snapshots(registry.store), registry.changes, 1, 1, LONG.multipliedBy(10), caller);
        var abandoned =
                CompletableFuture.supplyAsync(() -> shared.until(snapshot -> false, LONG.multipliedBy(10)), OWN_THREAD);
        leave.join().run();

        assertThat(abandoned).succeedsWithin(LONG);
        assertThat(shared.until(snapshot -> true, LONG).targets()).hasSize(1);
    }

    @Test
    void whenTheProcessStopsEverybodyIsSentAway() {
        var looked = new CountDownLatch(1);
        var waiting = waiting(looked, LONG);
        await(looked);
        registry.waiting.close();

        assertThat(waiting).succeedsWithin(LONG);
    }

    @Test
    void anInterruptedCallerIsToldToComeBackAndStaysInterrupted() {
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> registry.waiting.until(snapshot -> false, LONG))
                .isInstanceOf(QueryException.class)
                .hasMessageContaining("stopping");
        assertThat(Thread.interrupted()).isTrue();
    }

    /** Waits for a second target in another thread. */
    private CompletableFuture<Snapshot> waiting(CountDownLatch looked, Duration atMost) {
        return CompletableFuture.supplyAsync(
                () -> registry.waiting.until(
                        snapshot -> {
                            looked.countDown();
                            return snapshot.targets().size() == 2;
                        },
                        atMost),
                task -> Thread.ofVirtual().start(task));
    }
}
