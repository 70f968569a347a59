package dev.darkroom.registry.known;

import dev.darkroom.events.ImageId;
import dev.darkroom.events.ImageKey;
import dev.darkroom.events.ImageSpec;
import dev.darkroom.events.TargetAnnounced;
import dev.darkroom.events.TargetName;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Predicate;

/**
 * Everything that is known of one image, and what becomes of it when somebody wants it, or misses it somewhere. What happens gives
 * a new dossier; an equal one when it is no news. What those say who work on the image is heard in {@link Heard}.
 *
 * @param key        the image
 * @param wish       what catalogues say of it
 * @param tries      how it has been asked for
 * @param stages     how far it has come on its way
 * @param placements where it has been ready
 * @param failures   for each scope the failure of the highest rank
 * @param settled    the id of the {@code image.settled} that was said last; null: none yet
 */
public record Dossier(
        ImageKey key,
        Wish wish,
        Tries tries,
        Stages stages,
        SortedMap<TargetName, Placement> placements,
        SortedMap<Scope, Failure> failures,
        UUID settled) {

    public Dossier {
        placements = Collections.unmodifiableSortedMap(new TreeMap<>(placements));
        failures = Collections.unmodifiableSortedMap(new TreeMap<>(failures));
    }

    /** An image of which nothing is known. */
    public static Dossier blank(ImageKey key) {
        return new Dossier(key, Wish.NONE, Tries.NONE, Stages.NONE, new TreeMap<>(), new TreeMap<>(), null);
    }

    /** What it is by catalogues, also where none names it any more and somebody has had its bytes; null: by none. */
    public Entry entry() {
        return wish.entry();
    }

    public Placement placement(TargetName target) {
        return placements.getOrDefault(target, Placement.NONE);
    }

    /** How it stands at each of the targets. */
    public List<Standing> standings(Collection<TargetAnnounced> targets) {
        return targets.stream().map(this::standing).toList();
    }

    public Standing standing(TargetAnnounced target) {
        return Standing.of(this, target);
    }

    /** Whether anybody has ever had bytes of it: they are what its key means from then on. */
    public boolean had() {
        return stages.fetched() >= 0 || !stages.converted().isEmpty() || !placements.isEmpty();
    }

    /** Whether a request may be worked on: nobody has said that the last one came to nothing. */
    public boolean underWay() {
        Failure failure = failures.get(Scope.ALL);
        return tries.asked() > 0 && (failure == null || failure.attempt() < tries.latest());
    }

    /** Whether it is known what came of fetching it in answer to a request, or to a later one. */
    public boolean answered(int attempt) {
        Failure failure = failures.get(Scope.ALL);
        return stages.fetched() >= attempt || failure != null && failure.attempt() >= attempt;
    }

    /**
     * Whether nobody would do anything with its bytes if they were fetched now. As long as nobody has ever had them, somebody
     * waits for what comes of the request.
     */
    public boolean isFetchedInVain(Collection<TargetAnnounced> targets) {
        return wish instanceof Wish.Named
                && had()
                && standings(targets).stream().noneMatch(Standing::bytes);
    }

    /** It is other bytes, once the request that is under way has come to nothing. */
    Dossier awaiting(Entry other) {
        return with(new Wish.Named(entry(), other));
    }

    /** What it was asked for as has come to nothing: the correction counts. */
    Dossier corrected(Instant now) {
        return wish.correction() == null ? this : with(wish.correction()).again(now);
    }

    /** Somebody wants it anew: it is asked for at once, and what failed for good may try again. */
    public Dossier again(Instant now) {
        var forgiven = new TreeMap<Scope, Failure>();
        failures.forEach((scope, failure) -> forgiven.put(scope, failure.forgive()));
        return withFailures(forgiven).wanted(now);
    }

    /** Whether it has failed somewhere, for good or until its time comes. */
    public boolean stuck(Collection<TargetAnnounced> targets) {
        return !wish.over()
                && standings(targets).stream()
                        .anyMatch(each -> each.failure() != null
                                && (each.status() == Status.FAILED || each.waitsForRetry(tries)));
    }

    /**
     * Somebody wants it tried again where it has failed, and its metadata compared with those at the targets where it is ready; the
     * same when there is nothing of either.
     */
    public Dossier retried(Collection<TargetAnnounced> targets, Instant now) {
        Dossier next = stuck(targets) ? again(now) : this;
        for (Standing standing : standings(targets)) {
            if (standing.repairable(this)) {
                next = next.unseenAt(standing.target().target(), now);
            }
        }
        return next;
    }

    /** Whether it has failed somewhere for good, and did so before. */
    public boolean failedBefore(Instant time, Collection<TargetAnnounced> targets) {
        return standings(targets).stream()
                .anyMatch(each -> each.status() == Status.FAILED
                        && each.failure() != null
                        && each.failure().at().isBefore(time));
    }

    /** Whether it is asked for again, at some target, after a failure that was the answer to the last request. */
    public boolean waitsForRetry(Collection<TargetAnnounced> targets) {
        return standings(targets).stream().anyMatch(each -> each.open() && each.waitsForRetry(tries));
    }

    /** It is asked for at once, and its back-off begins anew. */
    public Dossier wanted(Instant now) {
        return with(tries.afresh().promptly(now));
    }

    /** A target wants it that could not have it before. What it waits for elsewhere, such as its origin, has not changed. */
    public Dossier wantedAt(TargetAnnounced target, Instant now) {
        Standing standing = standing(target);
        boolean waits = standing.waitsForRetry(tries) && !standing.failedThere(failures);
        return standing.open() && !waits ? with(tries.promptly(now)) : this;
    }

    /**
     * Whether a look at a target should have shown this image and has not, and nobody asks for it yet.
     *
     * @param meant  what it shows if it is there
     * @param images what it has shown
     */
    public boolean missedAt(TargetName target, Predicate<ImageSpec> meant, Set<ImageId> images) {
        Ready ready = placement(target).ready();
        if (entry() == null || ready == null || images.contains(ready.imageId())) {
            return false;
        }
        Failure failure = failures.get(Scope.of(target));
        boolean asked = ready.presentation() == null && (failure == null || failure.forgiven() || !failure.terminal());
        return !asked && meant.test(entry().spec());
    }

    /**
     * The image that was ready at a target has been missed there. It is asked for under its ID: the look may be older than
     * what is known. If it is gone indeed, whatever failed before may be tried again.
     */
    public Dossier unseenAt(TargetName target, Instant now) {
        return with(target, placement(target).unseen(tries.asked())).again(now);
    }

    /** The same while no catalogue names it: it is not asked for before one does. */
    public Dossier overlookedAt(TargetName target) {
        return with(target, placement(target).overlooked(tries.asked()));
    }

    /**
     * A catalogue names it again: it is missed wherever it was overlooked, and where no look would have shown it; and who lacks it
     * wants it, unless the request of before is still under way.
     */
    public Dossier namedAgain(Collection<TargetAnnounced> targets, Instant now) {
        Dossier missed = wish instanceof Wish.Dropped ? with(entry()) : this;
        if (!missed.equals(this) && tries.unfinishedSince() == null) {
            for (TargetAnnounced target : targets) {
                missed = missed.wantedAt(target, now);
            }
        }
        if (entry() != null) {
            for (Map.Entry<TargetName, Placement> each : placements.entrySet()) {
                boolean hidden =
                        each.getValue().ready() != null && entry().spec().hidden();
                missed = hidden || each.getValue().missed() ? missed.unseenAt(each.getKey(), now) : missed;
            }
        }
        return missed;
    }

    /** What failed at a target may try again there. */
    public Dossier forgivenAt(TargetName target) {
        var some = new TreeMap<>(failures);
        some.computeIfPresent(Scope.of(target), (scope, failure) -> failure.forgive());
        return withFailures(some);
    }

    public Dossier with(Entry other) {
        return with(new Wish.Named(other, null));
    }

    /**
     * No catalogue names it any more. As long as nobody has had its bytes it is as if none had; what it was is kept for the one
     * that names it again. Once somebody has them, it stays where it is.
     */
    public Dossier withdraw() {
        if (!(wish instanceof Wish.Named)) {
            return this;
        }
        return with(had() ? new Wish.Dropped(entry()) : new Wish.Withdrawn(entry()));
    }

    /** What no catalogue names any more has been waited for long enough. */
    public Dossier givenUp() {
        return wish instanceof Wish.Dropped ? with(tries.unfinished(null)) : this;
    }

    Dossier with(Wish other) {
        return new Dossier(key, other, tries, stages, placements, failures, settled);
    }

    public Dossier with(Tries other) {
        return new Dossier(key, wish, other, stages, placements, failures, settled);
    }

    Dossier with(Stages other) {
        return new Dossier(key, wish, tries, other, placements, failures, settled);
    }

    private Dossier withPlacements(SortedMap<TargetName, Placement> other) {
        return new Dossier(key, wish, tries, stages, other, failures, settled);
    }

    Dossier with(TargetName target, Placement placement) {
        if (placement.equals(Placement.NONE)) {
            return this;
        }
        var more = new TreeMap<>(placements);
        more.put(target, placement);
        return withPlacements(more);
    }

    Dossier withFailures(SortedMap<Scope, Failure> other) {
        return new Dossier(key, wish, tries, stages, placements, other, settled);
    }

    public Dossier settledAs(UUID event) {
        return new Dossier(key, wish, tries, stages, placements, failures, event);
    }

    /** Nothing of it lies in the future, where a clock that went ahead and came back has put it. */
    public Dossier notAfter(Instant now) {
        var heard = new TreeMap<>(failures);
        heard.replaceAll((scope, failure) -> failure.notAfter(now));
        return withFailures(heard).with(tries.notAfter(now));
    }

    /** It is asked for now, and the request names the images that these targets shall repair. */
    public Dossier asked(Collection<TargetName> repairs, Instant now) {
        int attempt = tries.asked();
        var named = new TreeMap<>(placements);
        repairs.forEach(target -> named.computeIfPresent(target, (name, placement) -> placement.name(attempt)));
        return withPlacements(named).with(tries.ask(now));
    }
}
