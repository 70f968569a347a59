package dev.darkroom.registry;

import dev.darkroom.events.TargetAnnounced;
import dev.darkroom.registry.known.Dossier;
import dev.darkroom.registry.store.Store;
import dev.darkroom.registry.store.Tx;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Notes which targets there are. One that is new, or can be used again, wants every image that it lacks. */
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
            Optional<TargetAnnounced> before = tx.targets().find(event.target());
            if (before.equals(Optional.of(event))) {
                return false;
            }
            tx.targets().save(event, now);
            review(tx, event, before, now);
            return true;
        });
        meters.recorded(event, news);
        if (news && event.problem() != null) {
            LOG.warnf(
                    "target %s: %s: %s",
                    event.target(), event.problem().code(), event.problem().message());
        }
    }

    private void review(Tx tx, TargetAnnounced target, Optional<TargetAnnounced> before, Instant now) {
        boolean repaired = before.isPresent() && before.get().problem() != null;
        boolean wants = repaired || !before.map(TargetAnnounced::wants).equals(Optional.of(target.wants()));
        List<TargetAnnounced> targets = tx.targets().all();
        var changed = new ArrayList<Dossier>();
        for (Dossier dossier : tx.dossiers().all().values()) {
            Dossier forgiven = repaired ? dossier.forgivenAt(target.target()) : dossier;
            Dossier wanted = wants && forgiven.standing(target).open() ? forgiven.wanted(now) : forgiven;
            changed.add(conclude.changed(tx, wanted, targets));
        }
        tx.dossiers().save(changed);
    }
}
