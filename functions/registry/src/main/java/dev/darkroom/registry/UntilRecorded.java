package dev.darkroom.registry;

import dev.darkroom.events.Texts;
import dev.darkroom.registry.store.StoreException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * Records what has happened, however long the database cannot be used: the events behind it wait on their topic, and none
 * becomes a dead letter because of the database.
 */
public final class UntilRecorded {
    private static final Logger LOG = Logger.getLogger(UntilRecorded.class);

    private final Duration pause;
    private final Map<Thread, String> problems = new ConcurrentHashMap<>();

    /** @param pause between two attempts */
    public UntilRecorded(Duration pause) {
        this.pause = pause;
    }

    /** Why something that has happened cannot be recorded at present; empty when nothing waits. */
    public Optional<String> problem() {
        return problems.values().stream().findFirst();
    }

    /**
     * Returns when it is recorded.
     *
     * @throws StoreException when the database will never take this
     * @throws IllegalStateException when the process stops first: the event comes again
     */
    void record(Runnable step) {
        try {
            while (!attempt(step)) {
                Thread.sleep(pause);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("stopped while the registry's database could not be used", e);
        } finally {
            problems.remove(Thread.currentThread());
        }
    }

    private boolean attempt(Runnable step) {
        try {
            step.run();
            return true;
        } catch (StoreException e) {
            if (e.refusesData()) {
                throw e;
            }
            problems.put(Thread.currentThread(), e.getMessage());
            LOG.errorf(
                    "registry: what has happened cannot be recorded: %s: %s; trying again in %s",
                    e.getMessage(), e.getCause().getMessage(), Texts.of(pause));
            return false;
        }
    }
}
