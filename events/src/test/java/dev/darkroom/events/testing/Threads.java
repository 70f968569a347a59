package dev.darkroom.events.testing;

import java.util.concurrent.Executor;

/** Where tests run what is to happen at the same time. */
public final class Threads {
    /** A thread for each task. The pool that all share has one thread on two processors: there tasks would take turns. */
    public static final Executor OWN_THREAD =
            task -> Thread.ofPlatform().daemon().start(task);

    private Threads() {}
}
