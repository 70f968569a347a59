package dev.darkroom.registry.known;

import dev.darkroom.events.DiskFormat;
import dev.darkroom.events.ImageId;
import dev.darkroom.events.ImageRequested;
import dev.darkroom.events.ImageSettled;
import dev.darkroom.events.TargetAnnounced;
import dev.darkroom.events.TargetName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** What the registry says of an image: what is still wanted, or that nothing is now. */
public final class Asking {
    private Asking() {}

    /** The request for everything that usable targets lack; empty when they lack nothing. */
    public static Optional<ImageRequested> request(Dossier dossier, Collection<TargetAnnounced> targets) {
        var formats = new ArrayList<DiskFormat>();
        var repairs = new TreeMap<TargetName, ImageId>();
        for (Standing standing : dossier.standings(targets)) {
            if (standing.bytes()) {
                formats.add(dossier.entry().spec().formatAt(standing.target().wants()));
            }
            if (standing.repair()) {
                repairs.put(standing.target().target(), standing.ready().imageId());
            }
        }
        if (formats.isEmpty() && repairs.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new ImageRequested(
                dossier.key(),
                dossier.entry().spec(),
                formats,
                repairs,
                dossier.tries().asked(),
                dossier.entry().event()));
    }

    /**
     * That every known target has the image, has failed for good or cannot be used now, or that no catalogue names it any more and
     * nobody works on it; empty while one is to get it, and where it has never been asked for, so that nothing is staged, while one
     * waits.
     */
    public static Optional<ImageSettled> settled(Dossier dossier, Collection<TargetAnnounced> targets) {
        Tries tries = dossier.tries();
        if (dossier.wish() instanceof Wish.Withdrawn && tries.asked() > 0 && !dossier.underWay()) {
            return Optional.of(settled(dossier, List.of(), List.of(), List.of()));
        }
        List<Standing> standings = dossier.standings(targets);
        if (dossier.entry() == null
                || standings.isEmpty()
                || !standings.stream().allMatch(Standing::rests)) {
            return Optional.empty();
        }
        List<TargetName> waiting = at(standings, Status.WAITING);
        if (!waiting.isEmpty() && tries.asked() == 0) {
            return Optional.empty();
        }
        return Optional.of(settled(dossier, at(standings, Status.READY), at(standings, Status.FAILED), waiting));
    }

    private static ImageSettled settled(
            Dossier dossier, List<TargetName> ready, List<TargetName> failed, List<TargetName> waiting) {
        return new ImageSettled(
                dossier.key(),
                ready,
                failed,
                waiting,
                dossier.tries().latest(),
                dossier.wish().kept().event());
    }

    private static List<TargetName> at(List<Standing> standings, Status status) {
        return standings.stream()
                .filter(standing -> standing.status() == status)
                .map(standing -> standing.target().target())
                .toList();
    }
}
