package dev.darkroom.registry.known;

import dev.darkroom.events.CatalogueName;
import dev.darkroom.events.ImageSpec;
import dev.darkroom.events.TargetAnnounced;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;

/** What it means for an image that a catalogue names it. Sealed: these are the only ways in. */
public sealed interface Admission {
    /** Why an entry is refused that names other bytes. */
    String OTHER_BYTES = "a key is always the same bytes; use a new key for the new image";

    /** The same where nobody has had those bytes yet. */
    String OF_OTHERS = "another catalogue names it, too; take it out there first, or use a new key";

    /** Nobody had named it. */
    record New(Dossier dossier) implements Admission {}

    /** Nothing to do. */
    record Known(Dossier dossier) implements Admission {}

    /** What it is, is the same; how it is presented, or how its source is reached, is not. */
    record Changed(Dossier dossier) implements Admission {}

    /** It is other bytes than before, and nobody has had those; where a request for them is under way, once that has failed. */
    record Corrected(Dossier dossier, List<Difference> differences) implements Admission {}

    /** It had failed or waits for a retry; whoever publishes something new wants it now. */
    record Again(Dossier dossier) implements Admission {}

    /** This entry names other bytes, or asks for less proof of them than it may. */
    record Refused(List<Difference> differences, String why) implements Admission {}

    /**
     * Judges what a catalogue says of an image. A key is always the same bytes: from when somebody has had them. Until then a
     * mistake may be corrected. Who must have signed them may be demanded by any catalogue, and no longer be demanded by that one
     * alone which named the image first: else whoever publishes anything could take the signatures off what others publish, and
     * two that name the same image, one of them without, would do so by turns.
     *
     * @param dossier what was known of it before
     * @param event   the id of the event that names it
     * @param others  whether another catalogue names it as well, as they are now
     */
    static Admission of(
            Dossier dossier,
            ImageSpec spec,
            CatalogueName catalogue,
            UUID event,
            Collection<TargetAnnounced> targets,
            Instant now,
            BooleanSupplier others) {
        if (dossier.wish() instanceof Wish.Withdrawn(Entry before)) {
            return back(dossier, before, new Entry(spec, catalogue, catalogue, event), now);
        }
        Entry entry = dossier.entry();
        if (entry == null) {
            // Asked for at once, but not anew: whether a failure was heard before or after this, it counts.
            return new New(dossier.with(new Entry(spec, catalogue, catalogue, event))
                    .with(dossier.tries().promptly(now)));
        }
        Entry correction = dossier.wish().correction();
        if (correction != null && correction.spec().equals(spec)) {
            return new Known(dossier.awaiting(new Entry(spec, correction.first(), catalogue, event)));
        }
        if (correction != null && !correction.last().equals(catalogue)) {
            List<Difference> differences = Difference.between(correction.spec(), spec);
            if (!differences.isEmpty()) {
                return new Refused(differences, OF_OTHERS); // Only who has made it takes it back.
            }
        }
        Dossier next = dossier.with(new Entry(spec, entry.first(), catalogue, event));
        if (!entry.spec().equals(spec)) {
            List<Difference> differences = Difference.between(entry.spec(), spec);
            if (!differences.isEmpty()) {
                Optional<String> objection = objection(dossier, others);
                if (objection.isPresent()) {
                    return new Refused(differences, objection.get());
                }
            }
            if (!catalogue.equals(entry.first())) {
                var less = Loosening.of(entry.spec().checksum(), spec.checksum());
                if (less.isPresent()) {
                    return refused(less.get(), entry.first());
                }
            }
            if (!differences.isEmpty()) {
                Dossier waiting = dossier.awaiting(next.entry());
                return new Corrected(dossier.underWay() ? waiting : waiting.corrected(now), differences);
            }
            boolean done = next.standings(targets).stream().allMatch(each -> each.status() == Status.READY);
            return new Changed(done ? next : next.again(now));
        }
        if (correction != null) {
            return new Changed(next);
        }
        return dossier.stuck(targets) ? new Again(next.again(now)) : new Known(dossier);
    }

    /** A catalogue names what all of them had left out. Where a request is under way, it is waited for. */
    private static Admission back(Dossier dossier, Entry before, Entry entry, Instant now) {
        if (!dossier.underWay()) {
            return new New(dossier.with(entry).again(now));
        }
        boolean same = Difference.between(before.spec(), entry.spec()).isEmpty();
        return new New(same ? dossier.with(entry) : dossier.with(before).awaiting(entry));
    }

    /** Why a key cannot become other bytes; empty when it can. */
    private static Optional<String> objection(Dossier dossier, BooleanSupplier others) {
        if (dossier.had()) {
            return Optional.of(OTHER_BYTES);
        }
        return others.getAsBoolean() ? Optional.of(OF_OTHERS) : Optional.empty();
    }

    private static Refused refused(Loosening less, CatalogueName first) {
        return new Refused(
                List.of(new Difference(less.field(), less.before(), less.after())),
                "only catalogue " + first
                        + ", which named the image first, may ask for less proof of it; ask for the same, or use"
                        + " a new key");
    }
}
