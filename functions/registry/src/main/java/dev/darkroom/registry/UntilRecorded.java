package dev.darkroom.registry;

import dev.darkroom.events.Texts;
import dev.darkroom.registry.store.StoreException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;

/**
 * Records what has happened, however long the database cannot be used: the events behind it wait on their topic, and none
 * becomes a dead letter because of the database, nor because of memory that others use for a while.
 */
public final class UntilRecorded {
    private static final Logger LOG = Logger.getLogger(UntilRecorded.class);

    /** Whoever has no memory so often may need too much himself. */
    private static final int TRIES_WITHOUT_MEMORY = 5;

    private final Duration pause;
    private final Map<Thread, String> problems = new ConcurrentHashMap<>();
    private final LogHourly troubles = new LogHourly();

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
     * @throws StoreException when the database will never take this, or lacks memory for it again and again
     * @throws OutOfMemoryError when there is none again and again
     * @throws IllegalStateException when the process stops first: the event comes again
     */
    void record(Runnable step) {
        try {
            var withoutMemory = new AtomicInteger();
            while (!attempt(step, withoutMemory)) {
                Thread.sleep(pause);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("stopped while the registry's database could not be used", e);
        } finally {
            problems.remove(Thread.currentThread());
            if (problems.isEmpty()) {
                troubles.over();
            }
        }
    }

    private boolean attempt(Runnable step, AtomicInteger withoutMemory) {
        try {
            step.run();
            return true;
        } catch (StoreException e) {
            if (e.refusesData() || e.lacksMemory() && withoutMemory.incrementAndGet() == TRIES_WITHOUT_MEMORY) {
                throw e;
            }
            waits(e.kind(), e.getMessage(), e.getCause());
            return false;
        } catch (OutOfMemoryError e) {
            if (withoutMemory.incrementAndGet() == TRIES_WITHOUT_MEMORY) {
                throw e;
            }
            waits(e.getClass().getName(), "there is no memory left", e);
            return false;
        }
    }

    private void waits(String kind, String problem, Throwable cause) {
        problems.put(Thread.currentThread(), problem);
        if (troubles.due(kind)) {
            LOG.errorf(
                    "registry: what has happened cannot be recorded: %s: %s; trying again in %s",
                    problem, cause.getMessage(), Texts.of(pause));
        }
    }
}
