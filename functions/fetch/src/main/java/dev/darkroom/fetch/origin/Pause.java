package dev.darkroom.fetch.origin;

import java.time.Duration;

/** Waits. */
@FunctionalInterface
public interface Pause {
    Pause SLEEP = Thread::sleep;

    void of(Duration duration) throws InterruptedException;
}
