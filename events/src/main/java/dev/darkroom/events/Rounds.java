package dev.darkroom.events;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A thread that does again and again what nobody else does: nothing that goes wrong ends it. What that was, a round says itself;
 * where even that is not possible, most often because memory lacks for it, there may be some by the next one.
 */
public final class Rounds {
    /** What is done again and again. */
    @FunctionalInterface
    public interface Round {
        /** @throws InterruptedException when it is interrupted, which ends it, and the rounds where they are to stop */
        void run() throws InterruptedException;
    }

    /** A round that fails at once must not take all the processor's time. */
    private static final Duration REST = Duration.ofMillis(500);

    private final Duration pause;
    private final Round round;
    private final Thread thread;
    private final CountDownLatch stopped = new CountDownLatch(1);

    /** @param pause before each round */
    public Rounds(String name, Duration pause, Round round) {
        this.pause = pause;
        this.round = round;
        this.thread = Thread.ofPlatform().daemon().name(name).unstarted(this::run);
    }

    /** Rounds that wait themselves until there is something to do. */
    public Rounds(String name, Round round) {
        this(name, Duration.ZERO, round);
    }

    public void start() {
        thread.start();
    }

    /** No further round begins. */
    public void stop() {
        stopped.countDown();
    }

    /** The same, and the one that is under way is interrupted. */
    public void interrupt() {
        stop();
        thread.interrupt();
    }

    public boolean isStopped() {
        return stopped.getCount() == 0;
    }

    /** Whether there is nothing under way any more. */
    public boolean isOver() {
        return thread.getState() == Thread.State.TERMINATED;
    }

    /** Waits until nothing is under way any more, but no longer than this. */
    public void awaitEnd(Duration atMost) throws InterruptedException {
        thread.join(atMost.toMillis());
    }

    private void run() {
        while (true) {
            try {
                if (stopped.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                    return;
                }
                round.run();
            } catch (InterruptedException e) {
                if (isStopped()) {
                    return; // Else it was meant for something that a round has done.
                }
            } catch (RuntimeException | Error e) {
                LockSupport.parkNanos(REST.toNanos());
            }
        }
    }
}
