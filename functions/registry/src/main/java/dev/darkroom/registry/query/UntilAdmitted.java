package dev.darkroom.registry.query;

import dev.darkroom.events.CatalogueUpdated;
import dev.darkroom.registry.store.Catalogues;
import dev.darkroom.registry.store.Store;
import dev.darkroom.registry.store.StoreException;
import java.time.Duration;
import java.util.Optional;

/**
 * Holds whoever has published a catalogue until the registry has admitted it: what is asked next is answered from then on. It
 * holds nobody for long, nor more than may wait for other things: what has been published is published.
 */
public final class UntilAdmitted {
    private final Store store;
    private final Waiting waiting;
    private final Duration patience;

    /** @param patience how long somebody is held at most */
    public UntilAdmitted(Store store, Waiting waiting, Duration patience) {
        this.store = store;
        this.waiting = waiting;
        this.patience = patience;
    }

    /** How often the part of an event was admitted so far; empty where the database cannot say it. */
    public Optional<Integer> before(CatalogueUpdated event) {
        try {
            return Optional.of(revision(event).map(Catalogues.Revision::number).orElse(0));
        } catch (StoreException e) {
            return Optional.empty(); // Kafka keeps what is published until the database is back.
        }
    }

    /**
     * Returns when it is admitted, or nobody may be held any longer.
     *
     * @param before what was known before it was published
     * @return whether it is admitted
     */
    public boolean admitted(CatalogueUpdated event, Optional<Integer> before) {
        if (before.isEmpty()) {
            return false;
        }
        try {
            waiting.until(now -> admitted(event, before.get()), patience);
            return admitted(event, before.get());
        } catch (QueryException | StoreException e) {
            return false; // Too many wait already, the process stops, or the database is away.
        }
    }

    private boolean admitted(CatalogueUpdated event, int before) {
        return revision(event)
                .filter(now -> since(before, now.number(), now.event().equals(event.id())))
                .isPresent();
    }

    /**
     * Whether an event is admitted. The same one may have been admitted long ago, and somebody else may publish the same part at
     * this moment.
     *
     * @param before how often its part was admitted before it was published
     * @param now    how often by now
     * @param itself whether it was admitted by that event the last time
     */
    public static boolean since(int before, int now, boolean itself) {
        return now > before + 1 || now > before && itself;
    }

    private Optional<Catalogues.Revision> revision(CatalogueUpdated event) {
        return store.read(tx -> tx.catalogues().revision(event.catalogue(), event.part()));
    }
}
