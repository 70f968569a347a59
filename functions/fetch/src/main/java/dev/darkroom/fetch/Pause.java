package dev.darkroom.fetch;

import java.time.Duration;

/** Waits. */
@FunctionalInterface
interface Pause {
    Pause SLEEP = Thread::sleep;

    void of(Duration duration) throws InterruptedException;
}
