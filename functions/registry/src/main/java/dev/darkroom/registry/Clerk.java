package dev.darkroom.registry;

import dev.darkroom.events.ImageKey;
import dev.darkroom.events.Rounds;
import dev.darkroom.events.Texts;
import dev.darkroom.registry.store.Changes;
import dev.darkroom.registry.store.Store;
import dev.darkroom.registry.store.StoreException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * The one thread of the registry: asks for what is due and publishes what was decided, whenever something has changed and
 * every tick. Whatever fails, it says so and tries again: nothing that is decided is lost meanwhile.
 */
public final class Clerk implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Clerk.class);
    private static final Duration TIDY = Duration.ofHours(1);
    private static final int HISTORY_KEPT = 200; // Lines of each image.
    private static final int FORGOTTEN_AT_ONCE = 1000;

    private final AskAgain ask;
    private final PublishDecided publish;
    private final EnoughMemory memory;
    private final Store store;
    private final Changes changes;
    private final Duration tick;
    private final Rounds rounds = new Rounds("darkroom-registry", this::work);
    private volatile String problem = "it has not started yet";
    private final LogHourly troubles = new LogHourly();
    private boolean resumed;
    private long tidied = System.nanoTime() - TIDY.toNanos();

    /** @param tick how often to look for images whose time has come; what happens meanwhile is acted on at once */
    public Clerk(
            AskAgain ask, PublishDecided publish, EnoughMemory memory, Store store, Changes changes, Duration tick) {
        this.ask = ask;
        this.publish = publish;
        this.memory = memory;
        this.store = store;
        this.changes = changes;
        this.tick = tick;
    }

    public void start() {
        rounds.start();
    }

    /** Why it does not get on; empty when it does. */
    public Optional<String> problem() {
        return rounds.isOver() ? Optional.of("it has stopped") : Optional.ofNullable(problem);
    }

    /** Stops; what it was publishing is published again by the next process. */
    @Override
    public void close() {
        rounds.interrupt();
        try {
            rounds.awaitEnd(Duration.ofSeconds(2));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void work() throws InterruptedException {
        long seen = changes.count();
        if (round()) {
            changes.await(seen, tick);
        } else {
            Thread.sleep(tick);
        }
    }

    /** @return whether all was done */
    private boolean round() {
        try {
            if (!resumed) {
                ask.resume();
                resumed = true;
                memory.check();
            }
            ask.run();
            publish.run();
            tidy();
            problem = null;
            troubles.over();
            return true;
        } catch (StoreException | IllegalStateException e) {
            if (!rounds.isStopped()) {
                problem = e.getMessage();
                if (troubles.due(e instanceof StoreException database ? database.kind() : e.getMessage())) {
                    LOG.warnf("registry: %s; trying again in %s", e.getMessage(), Texts.of(tick));
                }
            }
            return false;
        } catch (RuntimeException | Error e) {
            // Nobody else does this work: memory may be free again by the next time, and a defect may be in one event
            // only.
            problem = "an unforeseen failure; the log has the details";
            if (troubles.due(e.getClass().getName())) {
                LOG.errorf(e, "registry: unforeseen failure; trying again in %s", Texts.of(tick));
            }
            return false;
        }
    }

    /** Last, and once an hour, also where it fails: nothing waits for it. */
    private void tidy() {
        if (System.nanoTime() - tidied < TIDY.toNanos()) {
            return;
        }
        tidied = System.nanoTime();
        // They are found without keeping writers waiting, and forgotten a few at a time.
        var old = new ArrayList<Long>();
        for (ImageKey key : store.read(tx -> tx.history().longerThan(HISTORY_KEPT))) {
            old.addAll(store.read(tx -> tx.history().beyond(key, HISTORY_KEPT)));
            while (old.size() >= FORGOTTEN_AT_ONCE && !rounds.isStopped()) {
                forget(old.subList(0, FORGOTTEN_AT_ONCE));
            }
            if (rounds.isStopped()) {
                return;
            }
        }
        forget(old);
    }

    private void forget(List<Long> lines) {
        store.write(tx -> {
            tx.history().forget(lines);
            return null;
        });
        lines.clear();
    }
}
