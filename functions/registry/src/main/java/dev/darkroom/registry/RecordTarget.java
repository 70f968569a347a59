package dev.darkroom.registry;

import dev.darkroom.events.TargetAnnounced;
import dev.darkroom.registry.known.Dossier;
import dev.darkroom.registry.store.Store;
import dev.darkroom.registry.store.Targets.Known;
import dev.darkroom.registry.store.Tx;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Notes which targets there are. One that is new, or can be used again, wants every image that it lacks. One that is another
 * place than before is asked for each image that has been ready: it may have moved along.
 */
public final class RecordTarget {
    private static final Logger LOG = Logger.getLogger(RecordTarget.class);

    private final Store store;
    private final Conclude conclude;
    private final RegistryMeters meters;
    private final Clock clock;

    public RecordTarget(Store store, Conclude conclude, RegistryMeters meters, Clock clock) {
        this.store = store;
        this.conclude = conclude;
        this.meters = meters;
        this.clock = clock;
    }

    public void announced(TargetAnnounced event) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        boolean news = store.write(tx -> {
            Optional<Known> before = tx.targets().find(event.target());
            boolean same = before.map(Known::target).equals(Optional.of(event));
            String known = before.map(Known::place).orElse(null);
            String place = event.problem() == null ? place(event) : known;
            tx.targets().save(new Known(event, same ? before.get().since() : now, place, now));
            if (!same) {
                review(tx, event, before.map(Known::target), known != null && !known.equals(place), now);
            }
            return !same;
        });
        meters.recorded(event, news);
        if (news && event.problem() != null) {
            LOG.warnf(
                    "target %s: %s: %s",
                    event.target(), event.problem().code(), event.problem().message());
        }
    }

    /** A cloud that cannot be used does not say which project it is, so this is asked of one that is well. */
    private static String place(TargetAnnounced target) {
        return String.join(" ", target.kind(), target.location(), Objects.toString(target.project(), ""));
    }

    private void review(Tx tx, TargetAnnounced target, Optional<TargetAnnounced> before, boolean moved, Instant now) {
        if (moved) {
            LOG.warnf(
                    "target %s is another place than before, %s: it is asked for its images",
                    target.target(), target.location());
        }
        boolean repaired = moved || (before.isPresent() && before.get().problem() != null);
        boolean wants = repaired || !before.map(TargetAnnounced::wants).equals(Optional.of(target.wants()));
        List<TargetAnnounced> targets = tx.targets().all();
        var changed = new ArrayList<Dossier>();
        for (Dossier dossier : tx.dossiers().all().values()) {
            Dossier known = moved ? dossier.doubtedAt(target.target()) : dossier;
            Dossier forgiven = repaired ? known.forgivenAt(target.target()) : known;
            Dossier wanted = wants && forgiven.standing(target).open() ? forgiven.wanted(now) : forgiven;
            changed.add(conclude.changed(tx, wanted, targets));
        }
        tx.dossiers().save(changed);
    }
}
