package dev.darkroom.events;

import java.time.Duration;

/**
 * How long to wait between attempts at something that must succeed in the end: twice as long each time, up to a limit.
 *
 * @param first   after the first failure
 * @param longest never more than this
 */
public record Pauses(Duration first, Duration longest) {

    /** Something that may fail for now. */
    @FunctionalInterface
    public interface Attempt {
        /**
         * @param pause how long is waited if it fails
         * @return whether it has succeeded
         */
        boolean succeeds(Duration pause) throws InterruptedException;
    }

    /**
     * Tries until it succeeds.
     *
     * @throws InterruptedException when the thread is to stop; it may have happened before or between attempts
     */
    public void until(Attempt attempt) throws InterruptedException {
        Duration pause = first;
        while (!attempt.succeeds(pause)) {
            Thread.sleep(pause);
            Duration doubled = pause.multipliedBy(2);
            pause = doubled.compareTo(longest) < 0 ? doubled : longest;
        }
    }
}
