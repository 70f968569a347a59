package dev.darkroom.registry.known;

import dev.darkroom.events.ImageKey;
import dev.darkroom.events.TargetAnnounced;
import dev.darkroom.events.Texts;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * When an image is asked for again.
 *
 * @param initial after the first retryable failure in a row; each further wait is twice as long
 * @param cap     the longest wait of our own making
 * @param stalled after so much silence about an image that is under way
 */
public record BackOff(Duration initial, Duration cap, Duration stalled) {
    /** The longest wait that we let the other side ask for. */
    private static final Duration PATIENCE = Duration.ofDays(1);

    public BackOff {
        if (cap.compareTo(initial) < 0) {
            throw new IllegalArgumentException("darkroom.registry.retry-cap must be at least retry-initial ("
                    + Texts.of(initial) + ") but is " + Texts.of(cap));
        }
    }

    /** The longest wait of all; who would wait longer has been given a time by a clock that was wrong. */
    public Duration longest() {
        return Stream.of(PATIENCE, stalled, cap.multipliedBy(5).dividedBy(4))
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }

    /** The dossier with the time set at which it is asked for next; none when nothing is open. */
    public Dossier schedule(Dossier dossier, Collection<TargetAnnounced> targets) {
        return dossier.with(dossier.tries().due(due(dossier, targets)));
    }

    /** The wait after the failure of an attempt. */
    Duration wait(ImageKey key, Failure failure, Tries tries) {
        int failuresBefore = Math.max(0, failure.attempt() - tries.firstAttempt());
        double millis = Math.min((double) cap.toMillis(), initial.toMillis() * Math.pow(2, failuresBefore));
        // A thousand images that failed together come back apart from each other: up to a quarter later, each its own.
        double spread = 1 + Math.floorMod(key.value().hashCode(), 1000) / 4000.0;
        Duration own = Duration.ofMillis(Math.round(millis * spread));
        if (failure.retryAfter() == null || failure.retryAfter().compareTo(own) <= 0) {
            return own;
        }
        return failure.retryAfter().compareTo(PATIENCE) > 0 ? PATIENCE : failure.retryAfter();
    }

    private Instant due(Dossier dossier, Collection<TargetAnnounced> targets) {
        List<Standing> standings = dossier.standings(targets);
        List<Standing> open = standings.stream().filter(Standing::open).toList();
        Tries tries = dossier.tries();
        if (dossier.wish() instanceof Wish.Dropped && !standings.stream().allMatch(Standing::rests)) {
            return tries.silentSince().plus(stalled); // Then it is given up.
        }
        if (open.isEmpty()) {
            return null;
        }
        if (tries.promptSince() != null) {
            return tries.promptSince();
        }
        if (tries.asked() == 0 || tries.silentSince() == null) {
            return Instant.EPOCH; // Wanted, and nobody has ever asked.
        }
        List<Standing> waiting =
                open.stream().filter(standing -> standing.waitsForRetry(tries)).toList();
        // None waits longer because of what another target asks for; what the origin asks for holds for all of them.
        Optional<Instant> origin = retries(dossier, waiting, false).max(Comparator.naturalOrder());
        Optional<Instant> target = retries(dossier, waiting, true).min(Comparator.naturalOrder());
        Stream<Instant> retry = Stream.concat(origin.stream(), target.stream()).max(Comparator.naturalOrder()).stream();
        Stream<Instant> silence = waiting.size() == open.size()
                ? Stream.empty()
                : Stream.of(tries.silentSince().plus(stalled));
        return Stream.concat(retry, silence).min(Comparator.naturalOrder()).orElseThrow();
    }

    /** @param own whether those are meant that failed at their own target, or those that failed before any */
    private Stream<Instant> retries(Dossier dossier, List<Standing> waiting, boolean own) {
        return waiting.stream()
                .filter(standing -> standing.failedThere(dossier.failures()) == own)
                .map(standing ->
                        standing.failure().at().plus(wait(dossier.key(), standing.failure(), dossier.tries())));
    }
}
