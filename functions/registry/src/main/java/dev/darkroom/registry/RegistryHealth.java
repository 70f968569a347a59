package dev.darkroom.registry;

import dev.darkroom.registry.store.Store;
import dev.darkroom.registry.store.StoreException;
import java.util.Optional;

/** Whether the registry can do its work. */
public final class RegistryHealth {
    private final Store store;
    private final Clerk clerk;
    private final UntilRecorded until;

    public RegistryHealth(Store store, Clerk clerk, UntilRecorded until) {
        this.store = store;
        this.clerk = clerk;
        this.until = until;
    }

    /** What keeps it from its work, in a sentence; empty when nothing does. */
    public Optional<String> problem() {
        try {
            store.change();
        } catch (StoreException e) {
            return Optional.of(e.getMessage());
        }
        return until.problem().or(clerk::problem);
    }
}
