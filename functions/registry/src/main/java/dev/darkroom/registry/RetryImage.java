package dev.darkroom.registry;

import dev.darkroom.events.ImageKey;
import dev.darkroom.events.TargetAnnounced;
import dev.darkroom.registry.known.Dossier;
import dev.darkroom.registry.query.QueryException;
import dev.darkroom.registry.query.Refusal;
import dev.darkroom.registry.store.History;
import dev.darkroom.registry.store.Store;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Somebody has mended the cause of a failure: the image is asked for at once, also where it had failed for good. Or somebody has
 * changed it by hand where it is ready, of which no event tells: its metadata are compared there, and repaired.
 */
public final class RetryImage {
    private final Store store;
    private final Conclude conclude;
    private final Clock clock;

    public RetryImage(Store store, Conclude conclude, Clock clock) {
        this.store = store;
        this.conclude = conclude;
        this.clock = clock;
    }

    /**
     * Has it asked for, durably; the {@link Clerk} does so as soon as this is committed.
     *
     * @param key    a known one
     * @param caller who wants it, for the history
     * @throws QueryException when nothing of it has failed or is ready where it could be repaired
     */
    public void retry(ImageKey key, String caller) {
        Instant now = clock.instant();
        store.write(tx -> {
            List<TargetAnnounced> targets = tx.targets().all();
            Dossier dossier = tx.dossiers().load(key);
            Dossier next = dossier.retried(targets, now);
            if (next.equals(dossier)) {
                throw new QueryException(Refusal.NOTHING_TO_RETRY, nothing(dossier, targets));
            }
            tx.dossiers().save(List.of(conclude.changed(tx, next, targets)));
            tx.history().add(new History.Line(now, key, null, "retried", "asked for by " + caller));
            return null;
        });
    }

    /** An image that waits for its target has no failure of its own. */
    private static String ailing(TargetAnnounced target) {
        return target.problem() == null
                ? ""
                : ", which cannot be used (" + target.problem().message() + ")";
    }

    private static String nothing(Dossier dossier, List<TargetAnnounced> targets) {
        if (dossier.wish().over()) {
            return "no catalogue names " + dossier.key() + " any more: publish one that does";
        }
        String how = dossier.standings(targets).stream()
                .map(each -> each.status() + " at " + each.target().target() + ailing(each.target()))
                .collect(Collectors.joining(", "));
        return dossier.key() + " has no failure that could be tried again: it is "
                + (how.isEmpty() ? "wanted by no target" : how);
    }
}
