package dev.darkroom.registry;

import dev.darkroom.events.ImageId;
import dev.darkroom.events.ImageKey;
import dev.darkroom.events.TargetAnnounced;
import dev.darkroom.events.TargetName;
import dev.darkroom.registry.known.Dossier;
import dev.darkroom.registry.store.History;
import dev.darkroom.registry.store.Store;
import dev.darkroom.registry.store.Tx;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * Notes which targets there are. One that is new, or can be used again, wants every image that it lacks; where a look has not
 * shown an image that was ready, it is looked for: deleted by somebody, or the target's name now means another place.
 */
public final class RecordTarget {
    private static final Logger LOG = Logger.getLogger(RecordTarget.class);
    private static final String UNSEEN = "a list of the target's images does not show it: it is asked for";

    private final Store store;
    private final Conclude conclude;
    private final RegistryMeters meters;
    private final Clock clock;
    private final Map<TargetName, TargetAnnounced> heard = new ConcurrentHashMap<>();

    public RecordTarget(Store store, Conclude conclude, RegistryMeters meters, Clock clock) {
        this.store = store;
        this.conclude = conclude;
        this.meters = meters;
        this.clock = clock;
    }

    public void announced(TargetAnnounced event) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        TargetAnnounced target = event.seeing(null);
        boolean news = store.write(tx -> {
            Optional<TargetAnnounced> before = tx.targets().find(event.target());
            boolean changed = !before.equals(Optional.of(target));
            if (changed) {
                tx.targets().save(target, now);
                review(tx, target, before, now);
            }
            return (event.images() != null && look(tx, event, moved(before, target), now)) || changed;
        });
        heard.put(event.target(), event);
        meters.recorded(event, news);
        if (news && event.problem() != null) {
            LOG.warnf(
                    "target %s: %s: %s",
                    event.target(), event.problem().code(), event.problem().message());
        }
    }

    /** What was last said of a target and noted, in this process. */
    public Optional<TargetAnnounced> heard(TargetName target) {
        return Optional.ofNullable(heard.get(target));
    }

    /** Whether its name means another place now. An ill cloud does not say its project. */
    private static boolean moved(Optional<TargetAnnounced> before, TargetAnnounced now) {
        return before.isPresent()
                && (!before.get().location().equals(now.location())
                        || before.get().project() != null
                                && !before.get().project().equals(now.project()));
    }

    /**
     * Asks for what was ready and is missed. What catalogues do not name any more is not wanted back.
     *
     * @return whether it is news of an image
     */
    private boolean look(Tx tx, TargetAnnounced event, boolean moved, Instant now) {
        Set<ImageId> images = Set.copyOf(event.images());
        Set<ImageKey> named = tx.catalogues().named();
        List<TargetAnnounced> targets = tx.targets().all();
        var unseen = new ArrayList<Dossier>();
        for (Dossier before : tx.dossiers().all().values()) {
            if (named.contains(before.key()) && before.missedAt(event.target(), images, moved)) {
                unseen.add(conclude.changed(tx, before.unseenAt(event.target(), now), targets));
                tx.history().add(new History.Line(now, before.key(), event.target(), "unseen", UNSEEN));
            }
        }
        if (unseen.isEmpty()) {
            return false;
        }
        tx.dossiers().save(unseen);
        LOG.warnf(
                "target %s at %s does not show %d images that were ready: they are asked for",
                event.target(), event.location(), unseen.size());
        return true;
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
