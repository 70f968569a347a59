package dev.darkroom.registry;

import dev.darkroom.events.ImageSettled;
import dev.darkroom.events.TargetAnnounced;
import dev.darkroom.registry.known.Asking;
import dev.darkroom.registry.known.BackOff;
import dev.darkroom.registry.known.Dossier;
import dev.darkroom.registry.store.Tx;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;

/** What follows whenever a dossier has changed: when it is asked for next, since when it is not finished, whether it is settled. */
public final class Conclude {
    private final BackOff backOff;
    private final Clock clock;

    public Conclude(BackOff backOff, Clock clock) {
        this.backOff = backOff;
        this.clock = clock;
    }

    BackOff backOff() {
        return backOff;
    }

    /** Says that it is settled if that is news. */
    Dossier changed(Tx tx, Dossier dossier, Collection<TargetAnnounced> targets) {
        Dossier scheduled = backOff.schedule(measured(dossier, targets), targets);
        Optional<ImageSettled> settled =
                Asking.settled(scheduled, targets).filter(event -> !event.id().equals(dossier.settled()));
        settled.ifPresent(tx::say);
        return settled.map(event -> scheduled.settledAs(event.id())).orElse(scheduled);
    }

    private Dossier measured(Dossier dossier, Collection<TargetAnnounced> targets) {
        boolean finished = dossier.entry() == null
                || dossier.standings(targets).stream()
                        .allMatch(each -> each.status().finished());
        Instant now = clock.instant();
        return dossier.with(dossier.tries().unfinished(finished ? null : now));
    }

    /**
     * The same after a function has said something of the image. That it is settled is then said even if it was said
     * before: the function has worked on it, perhaps on a repeated request, and has left staged bytes behind.
     */
    Dossier heard(Tx tx, Dossier dossier, Collection<TargetAnnounced> targets) {
        return changed(tx, dossier.settledAs(null), targets);
    }
}
