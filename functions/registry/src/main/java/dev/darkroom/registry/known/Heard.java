package dev.darkroom.registry.known;

import dev.darkroom.events.Digest;
import dev.darkroom.events.FailureCode;
import dev.darkroom.events.ImageConverted;
import dev.darkroom.events.ImageFailed;
import dev.darkroom.events.ImageFetched;
import dev.darkroom.events.ImageReady;
import dev.darkroom.events.ImageSpec;
import java.time.Instant;
import java.util.Optional;
import java.util.TreeMap;

/** What becomes of a {@link Dossier} when those who work on the image say how far they are; an equal one when it is no news. */
public final class Heard {
    private Heard() {}

    /** Whether an event is about other bytes than those that are wanted. */
    public static boolean isOfOther(Dossier dossier, ImageSpec spec) {
        Entry known = dossier.wish().kept();
        return known != null && !Difference.between(known.spec(), spec).isEmpty();
    }

    /** The source of this attempt is staged. */
    public static Dossier fetched(Dossier dossier, ImageFetched event, Instant now) {
        int attempt = dossier.tries().believed(event.attempt());
        RequiredSigners met = RequiredSigners.of(event.spec().checksum());
        var proved = new Proved(attempt, met.text(), event.sourceSha256());
        return staged(dossier, event.spec(), attempt, dossier.stages().fetched(attempt, proved), now);
    }

    /** One format of this attempt is staged. */
    public static Dossier converted(Dossier dossier, ImageConverted event, Instant now) {
        int attempt = dossier.tries().believed(event.attempt());
        Stages reached = dossier.stages().converted(event.artifact().format(), attempt);
        return staged(dossier, event.spec(), attempt, reached, now);
    }

    /** A request may be worked on again after it has failed and the catalogue was corrected: what comes counts for nothing. */
    private static Dossier staged(Dossier dossier, ImageSpec spec, int attempt, Stages reached, Instant now) {
        if (isOfOther(dossier, spec)) {
            return news(dossier, dossier.with(dossier.tries().saw(attempt)), now);
        }
        Dossier known = kept(dossier, now);
        return news(known, known.with(known.tries().saw(attempt)).with(reached), now);
    }

    /** Somebody has its bytes: it is what it was, also where its catalogue says otherwise by now, or none names it any more. */
    private static Dossier kept(Dossier dossier, Instant now) {
        if (dossier.wish() instanceof Wish.Withdrawn(Entry before)) {
            return dossier.with(new Wish.Dropped(before)).with(dossier.tries().unfinished(now));
        }
        return dossier.wish() instanceof Wish.Named ? dossier.with(dossier.entry()) : dossier;
    }

    public static Dossier ready(Dossier dossier, ImageReady event, Instant now) {
        Dossier known = kept(dossier, now);
        Optional<ImageFailed> other = Disproved.ofOther(known, event);
        if (other.isPresent()) {
            return failed(dossier, other.get(), now);
        }
        Digest wanted = known.entry() == null ? null : known.entry().presentation();
        Placement before = known.placement(event.target());
        Placement placement =
                before.hear(Ready.of(event, now), wanted, known.tries().asked());
        boolean doubted = placement.doubted() && !before.doubted();
        Dossier placed = known.with(event.target(), placement);
        Dossier next = news(known, doubted ? placed.with(placed.tries().promptly(now)) : placed, now);
        return Disproved.unproved(next, event)
                .map(failure -> failed(next, failure, now))
                .orElse(next);
    }

    /** A failure that is outranked, or that says an image gone which has been replaced since, changes nothing. */
    public static Dossier failed(Dossier dossier, ImageFailed event, Instant now) {
        int attempt = dossier.tries().believed(event.attempt());
        Dossier seen = dossier.with(dossier.tries().saw(attempt));
        Dossier remaining = seen;
        if (event.code() == FailureCode.IMAGE_MISSING && event.target() != null) {
            Placement placement = dossier.placement(event.target());
            if (placement.named(attempt)) {
                remaining = seen.with(event.target(), placement.lose(attempt));
            } else if (placement.ready() != null) {
                return news(dossier, seen, now);
            }
        }
        Scope scope = Scope.of(event);
        Failure heard = Failure.of(event, attempt, now);
        // It answers a request from before somebody wanted the image anew: what failed then may try again.
        Failure failure = attempt < dossier.tries().firstAttempt() ? heard.forgive() : heard;
        var all = new TreeMap<>(dossier.failures());
        if (failure.outranks(all.get(scope))) {
            all.put(scope, failure);
        }
        Dossier next = news(dossier, remaining.withFailures(all), now);
        return next.underWay() ? next : next.corrected(now);
    }

    private static Dossier news(Dossier before, Dossier next, Instant now) {
        return next.equals(before) ? before : next.with(next.tries().heard(now));
    }
}
