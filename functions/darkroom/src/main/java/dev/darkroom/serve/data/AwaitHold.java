package dev.darkroom.serve.data;

import dev.darkroom.events.Texts;
import dev.darkroom.serve.data.DataDirectory.Hold;
import dev.darkroom.serve.data.DataDirectory.RunningProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** Takes a directory, and waits for whoever has it and does not say where it answers: it starts, stops or only looks. */
final class AwaitHold {
    private static final Duration SILENCE = Duration.ofSeconds(1);
    private static final Duration LOOK = Duration.ofMillis(50);

    private final Path root;
    private final LockFile lock;
    private final RunningFile running;
    private final Duration patience;
    private final Consumer<String> say;

    /** @param say says to people for whom they wait */
    AwaitHold(Path root, LockFile lock, RunningFile running, Duration patience, Consumer<String> say) {
        this.root = root;
        this.lock = lock;
        this.running = running;
        this.patience = patience;
        this.say = say;
    }

    /**
     * Empty when another process has it and says where it answers.
     *
     * @param shared whether others may look, too
     * @throws IOException also when it takes too long
     */
    Optional<Hold> take(boolean shared) throws IOException, InterruptedException {
        long start = System.nanoTime();
        boolean told = false;
        while (true) {
            Optional<Hold> hold = lock.take(shared);
            if (hold.isPresent() || holder().isPresent()) {
                return hold;
            }
            Duration waited = Duration.ofNanos(System.nanoTime() - start);
            if (waited.compareTo(patience) > 0) {
                throw new IOException(lock.holder() + " has locked it, and neither answers nor ends in "
                        + Texts.of(patience) + ": stop it, or choose another directory with --data");
            }
            if (!told && waited.compareTo(SILENCE) > 0) {
                say.accept("waiting for " + lock.holder() + " to answer or to end: it has locked the data directory "
                        + root);
                told = true;
            }
            Thread.sleep(LOOK);
        }
    }

    /** Who holds it alone, and has said where it answers; those who look have not. */
    private Optional<RunningProcess> holder() throws IOException {
        Optional<Hold> look = lock.take(true);
        if (look.isPresent()) {
            look.get().close();
            return Optional.empty();
        }
        return running.read();
    }
}
