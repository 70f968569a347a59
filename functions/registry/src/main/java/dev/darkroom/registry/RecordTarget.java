package dev.darkroom.registry;

import dev.darkroom.events.FailureCode;
import dev.darkroom.events.TargetAnnounced;
import dev.darkroom.events.TargetAnnounced.Problem;
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

/**
 * Notes which targets there are. One that is new, can be used again, or is another place than before, wants every image that
 * it lacks.
 */
public final class RecordTarget {
    /**
     * Said of a target that was well when it was looked at last: it may be another place now. It has not been ill, so what
     * has failed there for good stays so when it is well again.
     */
    public static final Problem UNSEEN =
            new Problem(FailureCode.TARGET_UNAVAILABLE, "it has not been looked at since the start");

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
            TargetAnnounced target =
                    before.map(known -> keepProject(event, known)).orElse(event);
            if (before.equals(Optional.of(target))) {
                return false;
            }
            tx.targets().save(target, now);
            review(tx, target, before, now);
            return true;
        });
        meters.recorded(event, news);
        if (news && ill(event)) {
            LOG.warnf(
                    "target %s: %s: %s",
                    event.target(), event.problem().code(), event.problem().message());
        }
    }

    /** A cloud that cannot be reached does not say which project it is: the one that it was, until it says another. */
    private static TargetAnnounced keepProject(TargetAnnounced event, TargetAnnounced known) {
        return event.project() != null || !event.kind().equals(known.kind())
                ? event
                : new TargetAnnounced(
                        event.target(),
                        event.kind(),
                        event.diskFormat(),
                        event.location(),
                        known.project(),
                        event.problem());
    }

    private void review(Tx tx, TargetAnnounced target, Optional<TargetAnnounced> before, Instant now) {
        boolean moved = before.filter(known -> !samePlace(known, target)).isPresent();
        boolean repaired = moved || before.filter(RecordTarget::ill).isPresent();
        boolean wants = repaired || !before.map(TargetAnnounced::wants).equals(Optional.of(target.wants()));
        if (moved) {
            LOG.warnf(
                    "target %s is another place now, %s: what was published at %s is published there",
                    target.target(), place(target), place(before.get()));
        }
        List<TargetAnnounced> targets = tx.targets().all();
        var changed = new ArrayList<Dossier>();
        for (Dossier dossier : tx.dossiers().all().values()) {
            Dossier known = moved ? dossier.nowhereAt(target.target()) : dossier;
            Dossier forgiven = repaired ? known.forgivenAt(target.target()) : known;
            Dossier wanted = wants && forgiven.standing(target).open() ? forgiven.wanted(now) : forgiven;
            changed.add(conclude.changed(tx, wanted, targets));
        }
        tx.dossiers().save(changed);
    }

    private static boolean ill(TargetAnnounced target) {
        return target.problem() != null && !target.problem().equals(UNSEEN);
    }

    /** A cloud's address may change, its project's ID never does. A project that nobody has said yet may be any. */
    private static boolean samePlace(TargetAnnounced before, TargetAnnounced now) {
        if (!before.kind().equals(now.kind())) {
            return false;
        }
        return now.kind().equals(TargetAnnounced.DIRECTORY)
                ? before.location().equals(now.location())
                : before.project() == null || before.project().equals(now.project());
    }

    private static String place(TargetAnnounced target) {
        return target.project() == null
                ? target.location()
                : "project " + target.project() + " at " + target.location();
    }
}
