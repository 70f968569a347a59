package dev.darkroom.registry.known;

import dev.darkroom.events.Digest;
import dev.darkroom.events.DiskFormat;
import dev.darkroom.events.FailureCode;
import dev.darkroom.events.ImageFailed;
import dev.darkroom.events.ImageFetched;
import dev.darkroom.events.ImageId;
import dev.darkroom.events.ImageKey;
import dev.darkroom.events.ImageReady;
import dev.darkroom.events.Proof;
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
    public Dossier fetched(ImageFetched event, Instant now) {
        int attempt = tries.believed(event.attempt());
        RequiredSigners met = RequiredSigners.of(event.spec().checksum());
        Stages reached = stages.fetched(attempt, new Proved(attempt, met.text(), event.sourceSha256()));
        return news(tries.saw(attempt), reached, placements, failures, now);
    }

    /** One format of this attempt is staged. */
    public Dossier converted(DiskFormat format, int said, Instant now) {
        int attempt = tries.believed(said);
        return news(tries.saw(attempt), stages.converted(format, attempt), placements, failures, now);
    }

    public Dossier ready(ImageReady event, Instant now) {
        Digest wanted = entry == null ? null : entry.presentation();
        Placement before = placement(event.target());
        Placement placement = before.hear(Ready.of(event, now), wanted, tries.asked());
        boolean doubted = placement.doubted() && !before.doubted();
        Dossier next =
                news(doubted ? tries.promptly(now) : tries, stages, with(event.target(), placement), failures, now);
        return next.disproved(event) ? next.failed(unproved(event), now) : next;
    }

    /**
     * Whether the last request has been answered in full, and what is there is still not proved: of another source than the one
     * that is signed, or worked on by a function that knows of no signatures. To ask once more would bring the same. Where an
     * earlier version has asked, nobody has asked for a proof yet.
     */
    private boolean disproved(ImageReady event) {
        Ready ready = placement(event.target()).ready();
        boolean asked = tries.asked() > 0 && tries.prompt() == null && stages.proved() != null;
        return asked
                && ready != null
                && !Standing.proved(this, ready)
                && stages.fetched() >= tries.latest()
                && stages.convertedTo(ready.diskFormat()) >= tries.latest();
    }

    private ImageFailed unproved(ImageReady event) {
        return new ImageFailed(
                key,
                "upload",
                event.target(),
                event.diskFormat(),
                FailureCode.PROOF_MISSING,
                "image " + event.imageId() + " is not proved as its catalogue demands: it was made of "
                        + event.sourceSha256() + " and is verified by "
                        + (event.verified().isEmpty() ? "nothing" : Proof.join(event.verified()))
                        + "; use a new key, or functions that all are of this version",
                null,
                tries.latest());
    }

    /** A failure that is outranked, or that says an image gone which has been replaced since, changes nothing. */
    public Dossier failed(ImageFailed event, Instant now) {
        int attempt = tries.believed(event.attempt());
        Tries seen = tries.saw(attempt);
        SortedMap<TargetName, Placement> remaining = placements;
        if (event.code() == FailureCode.IMAGE_MISSING && event.target() != null) {
            Placement placement = placement(event.target());
            if (placement.named(attempt)) {
                remaining = with(event.target(), placement.lose(attempt));
            } else if (placement.ready() != null) {
                return news(seen, stages, placements, failures, now);
            }
        }
        Scope scope = Scope.of(event);
        Failure heard = Failure.of(event, attempt, now);
        // It answers a request from before somebody wanted the image anew: what failed then may try again.
        Failure failure = attempt < tries.first() ? heard.forgive() : heard;
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
        return withFailures(forgiven).wanted(now);
    }

    /** Whether it has failed somewhere, for good or until its time comes. */
    public boolean stuck(Collection<TargetAnnounced> targets) {
        return standings(targets).stream()
                .anyMatch(each ->
                        each.failure() != null && (each.status() == Status.FAILED || each.waitsForRetry(tries)));
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
        boolean waits = standing.waitsForRetry(tries) && !failedThere(standing);
        return standing.open() && !waits ? with(tries.promptly(now)) : this;
    }

    /** Whether what failed did so at the target itself, and not on the way to all of them. */
    boolean failedThere(Standing standing) {
        return standing.failure() != null
                && standing.failure()
                        .equals(failures.get(Scope.of(standing.target().target())));
    }

    /**
     * Whether a look at a target should have shown this image and has not, and nobody asks for it yet.
     *
     * @param images what it has shown
     * @param hidden whether hidden images count: a list never shows them
     */
    public boolean missedAt(TargetName target, Set<ImageId> images, boolean hidden) {
        Ready ready = placement(target).ready();
        if (entry == null || ready == null || images.contains(ready.imageId())) {
            return false;
        }
        Failure failure = failures.get(Scope.of(target));
        boolean asked = ready.presentation() == null && (failure == null || failure.forgiven() || !failure.terminal());
        return !asked && (hidden || !entry.spec().hidden());
    }

    /**
     * The image that was ready at a target has been missed there. It is asked for under its ID: the look may be older than
     * what is known. If it is gone indeed, whatever failed before may be tried again.
     */
    public Dossier unseenAt(TargetName target, Instant now) {
        SortedMap<TargetName, Placement> unseen = with(target, placement(target).unseen(tries.asked()));
        return withPlacements(unseen).again(now);
    }

    /** The same while no catalogue names it: it is not asked for before one does. */
    public Dossier overlookedAt(TargetName target) {
        return withPlacements(with(target, placement(target).overlooked(tries.asked())));
    }

    /** A catalogue names it again: it is missed wherever it was overlooked, and where no look would have shown it. */
    public Dossier namedAgain(Instant now) {
        Dossier missed = this;
        if (entry != null) {
            for (Map.Entry<TargetName, Placement> each : placements.entrySet()) {
                boolean hidden = each.getValue().ready() != null && entry.spec().hidden();
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
        return new Dossier(key, other, tries, stages, placements, failures, settled);
    }

    /** Its catalogue demands other signatures than before. */
    Dossier awaitingProof() {
        return withStages(stages.awaitingProof(entry.signers()));
    }

    public Dossier with(Tries other) {
        return new Dossier(key, entry, other, stages, placements, failures, settled);
    }

    private Dossier withStages(Stages other) {
        return new Dossier(key, entry, tries, other, placements, failures, settled);
    }

    private Dossier withPlacements(SortedMap<TargetName, Placement> other) {
        return new Dossier(key, entry, tries, stages, other, failures, settled);
    }

    private Dossier withFailures(SortedMap<Scope, Failure> other) {
        return new Dossier(key, entry, tries, stages, placements, other, settled);
    }

    public Dossier settledAs(UUID event) {
        return new Dossier(key, entry, tries, stages, placements, failures, event);
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

    private SortedMap<TargetName, Placement> with(TargetName target, Placement placement) {
        if (placement.equals(Placement.NONE)) {
            return placements;
        }
        var more = new TreeMap<>(placements);
        more.put(target, placement);
        return more;
    }

    private Dossier news(
            Tries seen,
            Stages reached,
            SortedMap<TargetName, Placement> placed,
            SortedMap<Scope, Failure> failing,
            Instant now) {
        Dossier next = with(seen).withStages(reached).withPlacements(placed).withFailures(failing);
        return next.equals(this) ? this : next.with(seen.heard(now));
    }
}
