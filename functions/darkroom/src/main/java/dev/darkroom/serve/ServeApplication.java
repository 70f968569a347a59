package dev.darkroom.serve;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import java.util.concurrent.atomic.AtomicReference;

/** What Quarkus runs: says that it has started and serves until it is told to stop. */
public final class ServeApplication implements QuarkusApplication {
    private static final AtomicReference<Runnable> ON_START = new AtomicReference<>(() -> {});

    /** Quarkus makes the instance itself, so this is how the {@link Server} hears of the start. */
    static void onStart(Runnable action) {
        ON_START.set(action);
    }

    @Override
    public int run(String... args) {
        ON_START.get().run();
        Quarkus.waitForExit();
        return 0;
    }
}
