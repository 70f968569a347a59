package dev.darkroom.registry.known;

import dev.darkroom.events.Digest;
import dev.darkroom.events.DiskFormat;
import dev.darkroom.events.FailureCode;
import dev.darkroom.events.ImageFailed;
import dev.darkroom.events.ImageId;
import dev.darkroom.events.ImageKey;
import dev.darkroom.events.ImageReady;
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

/**
 * Everything that is known of one image. What happens gives a new dossier; an equal one when it is no news.
 *
 * @param key        the image
 * @param entry      what catalogues say of it; null: known from events only, no catalogue has named it yet
 * @param tries      how it has been asked for
 * @param stages     how far it has come on its way
 * @param placements where it has been ready
 * @param failures   for each scope the failure of the highest rank
 * @param settled    the id of the {@code image.settled} that was said last; null: none yet
 */
public record Dossier(
        ImageKey key,
        Entry entry,
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
        return new Dossier(key, null, Tries.NONE, Stages.NONE, new TreeMap<>(), new TreeMap<>(), null);
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

    /** The source of this attempt is staged. */
    public Dossier fetched(int attempt, Instant now) {
        return news(tries.saw(attempt), stages.fetched(attempt), placements, failures, now);
    }

    /** One format of this attempt is staged. */
    public Dossier converted(DiskFormat format, int attempt, Instant now) {
        return news(tries.saw(attempt), stages.converted(format, attempt), placements, failures, now);
    }

    public Dossier ready(ImageReady event, Instant now) {
        Digest wanted = entry == null ? null : entry.spec().presentation();
        Placement placement = placement(event.target()).hear(Ready.of(event, now), wanted, tries.asked());
        return news(tries, stages, with(event.target(), placement), failures, now);
    }

    /** A failure that is outranked, or that says an image gone which has been replaced since, changes nothing. */
    public Dossier failed(ImageFailed event, Instant now) {
        Tries seen = tries.saw(event.attempt());
        SortedMap<TargetName, Placement> remaining = placements;
        if (event.code() == FailureCode.IMAGE_MISSING && event.target() != null) {
            Placement placement = placement(event.target());
            if (placement.named(event.attempt())) {
                remaining = with(event.target(), placement.lose(event.attempt()));
            } else if (placement.ready() != null) {
                return news(seen, stages, placements, failures, now);
            }
        }
        Scope scope = Scope.of(event);
        Failure failure = Failure.of(event, now);
        var all = new TreeMap<>(failures);
        if (failure.outranks(failures.get(scope))) {
            all.put(scope, failure);
        }
        return news(seen, stages, remaining, all, now);
    }

    /** Somebody wants it anew: it is asked for at once, and what failed for good may try again. */
    public Dossier again(Instant now) {
        var forgiven = new TreeMap<Scope, Failure>();
        failures.forEach((scope, failure) -> forgiven.put(scope, failure.forgive()));
        return new Dossier(key, entry, tries, stages, placements, forgiven, settled).wanted(now);
    }

    /** Whether it has failed somewhere, for good or until its time comes. */
    public boolean stuck(Collection<TargetAnnounced> targets) {
        return standings(targets).stream()
                .anyMatch(each ->
                        each.failure() != null && (each.status() == Status.FAILED || each.waitsForRetry(tries)));
    }

    /** It is asked for at once. */
    public Dossier wanted(Instant now) {
        return with(tries.promptly(now));
    }

    /**
     * A look at a target has shown these images. If ours should be among them and is not, it is asked for under its ID: a
     * list may be older than what is known, and need not show every image. One that no catalogue names cannot be asked for.
     */
    public Dossier seenAt(TargetName target, Set<ImageId> images, Instant now) {
        Ready ready = placement(target).ready();
        if (entry == null || ready == null || images.contains(ready.imageId())) {
            return this;
        }
        return new Dossier(
                        key,
                        entry,
                        tries,
                        stages,
                        with(target, placement(target).unseen()),
                        failures,
                        settled)
                .wanted(now);
    }

    /** What failed at a target may try again there. */
    public Dossier forgivenAt(TargetName target) {
        var some = new TreeMap<>(failures);
        some.computeIfPresent(Scope.of(target), (scope, failure) -> failure.forgive());
        return new Dossier(key, entry, tries, stages, placements, some, settled);
    }

    public Dossier with(Entry other) {
        return new Dossier(key, other, tries, stages, placements, failures, settled);
    }

    public Dossier with(Tries other) {
        return new Dossier(key, entry, other, stages, placements, failures, settled);
    }

    public Dossier settledAs(UUID event) {
        return new Dossier(key, entry, tries, stages, placements, failures, event);
    }

    /** It is asked for now, and the request names the images that these targets shall repair. */
    public Dossier asked(Collection<TargetName> repairs, Instant now) {
        int attempt = tries.asked();
        var named = new TreeMap<>(placements);
        repairs.forEach(target -> named.computeIfPresent(target, (name, placement) -> placement.name(attempt)));
        return new Dossier(key, entry, tries.ask(now), stages, named, failures, settled);
    }

    private SortedMap<TargetName, Placement> with(TargetName target, Placement placement) {
        if (placement.equals(Placement.NONE)) {
            return placements;
        }
        var more = new TreeMap<>(placements);
        more.put(target, placement);
        return more;
    }

    private Dossier news(
            Tries seen, Stages reached, Map<TargetName, Placement> placed, Map<Scope, Failure> failing, Instant now) {
        var next = new Dossier(key, entry, seen, reached, new TreeMap<>(placed), new TreeMap<>(failing), settled);
        return next.equals(this) ? this : next.with(seen.heard(now));
    }
}
