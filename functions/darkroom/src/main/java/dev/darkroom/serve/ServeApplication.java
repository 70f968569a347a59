package dev.darkroom.serve;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/** What Quarkus runs: says that it has started and serves until it is told to stop. */
public final class ServeApplication implements QuarkusApplication {
    private static final AtomicReference<Runnable> ON_START = new AtomicReference<>(() -> {});
    private static final AtomicReference<Consumer<String>> SAY = new AtomicReference<>(line -> {});

    /**
     * Quarkus makes the instance itself, so this is how the {@link Server} hears of the start.
     *
     * @param say says to people what the start waits for
     */
    static void onStart(Runnable action, Consumer<String> say) {
        ON_START.set(action);
        SAY.set(say);
    }

    /** Says something to people while it starts. */
    static void say(String line) {
        SAY.get().accept(line);
    }

    @Override
    public int run(String... args) {
        ON_START.get().run();
        Quarkus.waitForExit();
        return 0;
    }
}
