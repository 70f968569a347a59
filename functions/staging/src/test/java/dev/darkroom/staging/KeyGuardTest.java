package dev.darkroom.staging;

import static dev.darkroom.events.testing.Threads.OWN_THREAD;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class KeyGuardTest {
    private final KeyGuard guard = new KeyGuard();

    @Test
    void manyHaveItTogether() {
        try (var first = guard.together("key")) {
            CompletableFuture.runAsync(() -> guard.together("key").close(), OWN_THREAD)
                    .join();
        }
        assertThat(guard.size()).isZero();
    }

    @Test
    void oneWhoWantsItAloneWaitsForTheOthers() throws Exception {
        var released = new AtomicInteger();
        CompletableFuture<Integer> sawReleased;
        try (var held = guard.together("key")) {
            sawReleased = CompletableFuture.supplyAsync(
                    () -> {
                        try (var alone = guard.alone("key")) {
                            return released.get();
                        }
                    },
                    OWN_THREAD);
            while (guard.waiting("key") == 0) {
                Thread.onSpinWait();
            }
            released.set(1);
        }
        assertThat(sawReleased.get(10, TimeUnit.SECONDS)).isEqualTo(1);
    }

    @Test
    void subjectsDoNotHinderEachOther() {
        try (var held = guard.alone("key")) {
            CompletableFuture.runAsync(() -> guard.alone("other").close(), OWN_THREAD)
                    .join();
        }
    }

    @Test
    void nothingIsRememberedOfWhatNobodyHolds() {
        guard.alone("key").close();
        guard.together("key").close();

        assertThat(guard.size()).isZero();
    }

    @Test
    void noTwoHaveItAloneHoweverTheyComeAndGo() throws Exception {
        var inside = new AtomicInteger();
        var clashes = new AtomicInteger();
        var start = new CountDownLatch(1);
        try (var threads = Executors.newFixedThreadPool(8)) {
            for (int i = 0; i < 8; i++) {
                threads.submit(() -> {
                    start.await();
                    for (int round = 0; round < 5_000; round++) {
                        try (var alone = guard.alone("key")) {
                            clashes.addAndGet(inside.getAndIncrement());
                            inside.decrementAndGet();
                        }
                    }
                    return null;
                });
            }
            start.countDown();
        }
        assertThat(clashes).hasValue(0);
        assertThat(guard.size()).isZero();
    }
}
