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
    /** Nobody had named it. */
    record New(Dossier dossier) implements Admission {}

    /** Nothing to do. */
    record Known(Dossier dossier) implements Admission {}

    /** What it is, is the same; how it is presented, or how its source is reached, is not. */
    record Changed(Dossier dossier) implements Admission {}

    /** It had failed or waits for a retry; whoever publishes again wants it now. */
    record Again(Dossier dossier) implements Admission {}

    /** A key is always the same bytes: this entry names others. */
    record Refused(String field, String before, String after) implements Admission {}

    /**
     * Judges what a catalogue says of an image.
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
                    .with(dossier.tries().promptly(now)));
        }
        Dossier next = dossier.with(new Entry(spec, entry.first(), catalogue, event));
        if (!entry.spec().equals(spec)) {
            Map<String, String> known = entry.spec().sameness();
            for (Map.Entry<String, String> field : spec.sameness().entrySet()) {
                String before = known.get(field.getKey());
                if (!Objects.equals(before, field.getValue())) {
                    return new Refused(field.getKey(), before, field.getValue());
                }
            }
            boolean done = next.standings(targets).stream().allMatch(each -> each.status() == Status.READY);
            return new Changed(done ? next : next.again(now));
        }
        return dossier.stuck(targets) ? new Again(next.again(now)) : new Known(dossier);
    }
}
