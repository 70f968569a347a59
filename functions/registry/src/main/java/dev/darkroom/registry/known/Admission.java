package dev.darkroom.registry.known;

import dev.darkroom.events.CatalogueName;
import dev.darkroom.events.ImageSpec;
import dev.darkroom.events.TargetAnnounced;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/** What it means for an image that a catalogue names it. Sealed: these are the only ways in. */
public sealed interface Admission {
    /** Why an entry is refused that names other bytes. */
    String OTHER_BYTES = "a key is always the same bytes; use a new key for the new image";

    /** Nobody had named it. */
    record New(Dossier dossier) implements Admission {}

    /** Nothing to do. */
    record Known(Dossier dossier) implements Admission {}

    /** What it is, is the same; how it is presented, or how its source is reached, is not. */
    record Changed(Dossier dossier) implements Admission {}

    /** It had failed or waits for a retry; whoever publishes again wants it now. */
    record Again(Dossier dossier) implements Admission {}

    /** This entry names other bytes, or asks for less proof of them than it may. */
    record Refused(String field, String before, String after, String why) implements Admission {}

    /**
     * Judges what a catalogue says of an image. A key is always the same bytes. Who must have signed them may be demanded by any
     * catalogue, and no longer be demanded by that one alone which named the image first: else whoever publishes anything could
     * take the signatures off what others publish, and two that name the same image, one of them without, would do so by turns.
     *
     * @param dossier what was known of it before
     * @param event   the id of the event that names it
     */
    static Admission of(
            Dossier dossier,
            ImageSpec spec,
            CatalogueName catalogue,
            UUID event,
            Collection<TargetAnnounced> targets,
            Instant now) {
        Entry entry = dossier.entry();
        if (entry == null) {
            // Asked for at once, but not anew: whether a failure was heard before or after this, it counts.
            return new New(dossier.with(new Entry(spec, catalogue, catalogue, event))
                    .with(dossier.tries().promptly(now))
                    .awaitingProof());
        }
        Dossier next = dossier.with(new Entry(spec, entry.first(), catalogue, event));
        if (!entry.spec().equals(spec)) {
            Map<String, String> known = entry.spec().sameness();
            for (Map.Entry<String, String> field : spec.sameness().entrySet()) {
                String before = known.get(field.getKey());
                if (!Objects.equals(before, field.getValue())) {
                    return new Refused(field.getKey(), before, field.getValue(), OTHER_BYTES);
                }
            }
            if (!catalogue.equals(entry.first())) {
                var less = Loosening.of(entry.spec().checksum(), spec.checksum());
                if (less.isPresent()) {
                    return refused(less.get(), entry.first());
                }
            }
            if (!next.entry().signers().equals(entry.signers())) {
                next = next.awaitingProof();
            }
            boolean done = next.standings(targets).stream().allMatch(each -> each.status() == Status.READY);
            return new Changed(done ? next : next.again(now));
        }
        return dossier.stuck(targets) ? new Again(next.again(now)) : new Known(dossier);
    }

    private static Refused refused(Loosening less, CatalogueName first) {
        return new Refused(
                less.field(),
                less.before(),
                less.after(),
                "only catalogue " + first
                        + ", which named the image first, may ask for less proof of it; ask for the same, or use"
                        + " a new key");
    }
}
