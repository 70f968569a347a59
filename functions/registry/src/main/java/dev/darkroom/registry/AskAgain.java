package dev.darkroom.registry;

import dev.darkroom.events.ImageRequested;
import dev.darkroom.events.TargetAnnounced;
import dev.darkroom.registry.known.Asking;
import dev.darkroom.registry.known.Dossier;
import dev.darkroom.registry.known.Tries;
import dev.darkroom.registry.store.History;
import dev.darkroom.registry.store.Store;
import dev.darkroom.registry.store.StoreException;
import dev.darkroom.registry.store.Tx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Asks for the images whose time has come: for the first time, after a failure, or when nothing has been heard of them for
 * too long. The times are in the database, so that a restart forgets none.
 */
public final class AskAgain {
    private static final Logger LOG = Logger.getLogger(AskAgain.class);
    static final int BATCH = 500;
    /** However busy the others are: an image that nobody has spoken of for so long is asked for again. */
    private static final Duration PATIENCE = Duration.ofDays(1);

    private final Store store;
    private final Conclude conclude;
    private final Clock clock;
    private final Duration grace;
    private final Duration longest;
    private volatile Instant started = Instant.EPOCH;

    /** @param grace after so much silence an image is asked for again that was under way when an earlier process ended */
    public AskAgain(Store store, Conclude conclude, Clock clock, Duration grace) {
        this.store = store;
        this.conclude = conclude;
        this.clock = clock;
        this.grace = grace;
        Duration wait = conclude.backOff().longest();
        this.longest = grace.compareTo(wait) > 0 ? grace : wait;
    }

    /**
     * A process has begun: what an earlier one left unfinished comes back from Kafka, or is asked for after the grace. What waits
     * after a failure waits on.
     */
    public void resume() {
        started = clock.instant();
        Instant graced = started.plus(grace);
        store.write(tx -> {
            List<TargetAnnounced> targets = tx.targets().all();
            tx.dossiers()
                    .each(page -> tx.dossiers()
                            .save(page.stream()
                                    .filter(dossier -> waitsForSilence(dossier, graced, targets))
                                    .map(dossier -> dossier.with(dossier.tries().due(graced)))
                                    .toList()));
            return null;
        });
    }

    /** What is to be asked for at once is not, nor what nobody has asked for. */
    private static boolean waitsForSilence(Dossier dossier, Instant graced, List<TargetAnnounced> targets) {
        Tries tries = dossier.tries();
        boolean silence = tries.promptSince() == null && tries.asked() > 0;
        return tries.dueAt() != null && (silence || tries.dueAt().isAfter(graced)) && !dossier.waitsForRetry(targets);
    }

    /** Asks for everything whose time has come. */
    public void run() {
        if (!store.read(this::anyDue)) {
            return; // At most ticks: nobody who writes need wait for that.
        }
        int looked;
        do {
            looked = store.write(this::batch);
        } while (looked == BATCH);
    }

    private boolean anyDue(Tx tx) {
        Instant now = clock.instant();
        return tx.dossiers().anyDue(now, now.plus(longest));
    }

    /** @return at how many images whose time had come it looked */
    private int batch(Tx tx) {
        Instant now = clock.instant();
        var due = tx.dossiers().due(now, now.plus(longest), BATCH).values();
        if (due.isEmpty()) {
            return 0;
        }
        List<TargetAnnounced> targets = tx.targets().all();
        Instant lastHeard = tx.dossiers().lastHeard(now);
        var changed = new ArrayList<Dossier>();
        for (Dossier stored : due) {
            Dossier dossier = stored.notAfter(now);
            try {
                if (stored.tries().dueAt().isAfter(now)) {
                    changed.add(conclude.changed(tx, dossier, targets));
                } else if (waitsInLine(dossier, targets, lastHeard, now)) {
                    changed.add(dossier.with(dossier.tries().due(now.plus(window(dossier.tries())))));
                } else {
                    changed.add(ask(tx, dossier, targets, now));
                }
            } catch (StoreException e) {
                throw e;
            } catch (RuntimeException e) {
                LOG.errorf(e, "image %s cannot be asked for: it is set aside for a day", dossier.key());
                String words = "for a day: it cannot be asked for ("
                        + e.getClass().getSimpleName() + "; the registry's log has the details)";
                tx.history().add(new History.Line(now, dossier.key(), null, "set aside", words));
                changed.add(dossier.with(dossier.tries().due(now.plus(PATIENCE))));
            }
        }
        tx.dossiers().save(changed);
        return due.size();
    }

    private Dossier ask(Tx tx, Dossier dossier, List<TargetAnnounced> targets, Instant now) {
        Optional<ImageRequested> request = Asking.request(dossier, targets);
        Dossier next = request.map(event -> dossier.asked(event.updates().keySet(), now))
                .orElseGet(dossier::givenUp);
        // First: a request that was said and does not count as an attempt would be said again under the same number.
        Dossier concluded = conclude.changed(tx, next, targets);
        request.ifPresent(event -> say(tx, event, now));
        return concluded;
    }

    private static void say(Tx tx, ImageRequested request, Instant now) {
        tx.say(request);
        String words = "attempt " + (request.attempt() + 1)
                + several(", formats ", request.formats())
                + several(", repairs at ", request.updates().keySet());
        tx.history().add(new History.Line(now, request.key(), null, "requested", words));
    }

    private static String several(String what, Collection<?> each) {
        String words = each.stream().map(Object::toString).collect(Collectors.joining(" "));
        return words.isEmpty() ? "" : what + words;
    }

    /** Silence about an image means nothing while others are worked on: the request waits in Kafka, behind theirs. */
    private boolean waitsInLine(Dossier dossier, List<TargetAnnounced> targets, Instant lastHeard, Instant now) {
        Tries tries = dossier.tries();
        boolean silence = tries.promptSince() == null && tries.silentSince() != null && !dossier.waitsForRetry(targets);
        return silence
                && lastHeard.plus(window(tries)).isAfter(now)
                && tries.silentSince().plus(PATIENCE).isAfter(now);
    }

    private Duration window(Tries tries) {
        return tries.silentSince().isBefore(started)
                ? grace
                : conclude.backOff().stalled();
    }
}
