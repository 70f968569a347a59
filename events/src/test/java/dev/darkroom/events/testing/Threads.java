package dev.darkroom.events.testing;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;

/** Where tests run what is to happen at the same time, and how they wait for it. */
public final class Threads {
    /** A thread for each task. The pool that all share has one thread on two processors: there tasks would take turns. */
    public static final Executor OWN_THREAD =
            task -> Thread.ofPlatform().daemon().start(task);

    /** What lasts longer has not happened. */
    private static final long LONGEST = Duration.ofSeconds(20).toNanos();

    private Threads() {}

    public static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Looks again and again until it is so. */
    public static void until(BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + LONGEST;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("it should have happened by now");
            }
            Thread.sleep(10);
        }
    }
}
