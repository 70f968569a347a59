package dev.darkroom.staging;

import static dev.darkroom.events.testing.Threads.OWN_THREAD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.events.testing.Threads;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PlacesTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration MOMENT = Duration.ofMillis(200);

    private final Places places = new Places(2);
    private final CountDownLatch done = new CountDownLatch(1);

    @AfterEach
    void everyPlaceIsFreeAfterwards() {
        done.countDown();
        var both = new CountDownLatch(2);
        for (String image : List.of("x", "y")) {
            CompletableFuture.runAsync(() -> places.in(image, both::countDown), OWN_THREAD);
        }
        Threads.await(both);
    }

    /** Works on it until that is done. Returns when it has begun. */
    private void slow(String image) {
        var begun = new CountDownLatch(1);
        CompletableFuture.runAsync(
                () -> places.in(image, () -> {
                    begun.countDown();
                    Threads.await(done);
                }),
                OWN_THREAD);
        Threads.await(begun);
    }

    private CompletableFuture<Void> quick(String image) {
        return CompletableFuture.runAsync(() -> places.in(image, () -> {}), OWN_THREAD);
    }

    @Test
    void howeverOftenAnImageIsAskedForItHasOnePlace() {
        slow("a");
        slow("a");
        slow("a");

        assertThat(quick("b")).succeedsWithin(LONG);
    }

    @Test
    void thereAreNoMoreThanThat() {
        slow("a");
        slow("b");

        assertThat(quick("c")).failsWithin(MOMENT);
    }

    @Test
    void whoeverWaitsIsNext() {
        slow("a");
        slow("b");
        var third = quick("c");
        var again = quick("c");
        assertThat(third).failsWithin(MOMENT);

        done.countDown();

        assertThat(third).succeedsWithin(LONG);
        assertThat(again).succeedsWithin(LONG);
    }

    @Test
    void whatGoesWrongGivesThePlaceBack() {
        for (int i = 0; i < 3; i++) {
            var failing = CompletableFuture.runAsync(
                    () -> places.in("a", () -> {
                        throw new IllegalStateException("no");
                    }),
                    OWN_THREAD);
            assertThat(failing).failsWithin(LONG);
        }
    }

    @Test
    void aStopEndsTheWait() throws InterruptedException {
        slow("a");
        slow("b");
        var worked = new AtomicInteger();
        try (var waiting = Executors.newFixedThreadPool(2)) {
            var third = waiting.submit(() -> places.in("c", worked::incrementAndGet));
            var again = waiting.submit(() -> places.in("c", worked::incrementAndGet));
            Thread.sleep(MOMENT);
            waiting.shutdownNow();

            assertThat(third).failsWithin(LONG).withThrowableThat().withMessageContaining("stopped");
            assertThat(again).failsWithin(LONG).withThrowableThat().withMessageContaining("stopped");
        }
        assertThat(worked).hasValue(0);
    }
}
