package dev.darkroom.registry.query;

import dev.darkroom.registry.known.Dossier;
import dev.darkroom.registry.known.Entry;
import dev.darkroom.registry.known.Standing;
import dev.darkroom.registry.known.Status;
import dev.darkroom.registry.store.History;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is known of one image, as it is shown.
 *
 * @param status    of the target that has come least far; {@code failed} when all have ended and one has failed;
 *                  {@code waiting} while there is no target
 * @param catalogue the catalogue that changed it or asked for it last
 * @param attempts  how often it has been asked for
 * @param spec      what the catalogue says of it; null when no catalogue has named it
 * @param targets   how it stands at each of them
 * @param history   what has happened to it; null in lists
 */
public record ImageView(
        String key,
        String status,
        String catalogue,
        int attempts,
        SpecView spec,
        SortedMap<String, PlacementView> targets,
        List<Happened> history) {

    /** Something that happened; {@code target} is null when it concerns no particular one. */
    public record Happened(String at, String what, String target, String words) {
        static Happened of(History.Line line) {
            return new Happened(
                    line.at().toString(),
                    line.what(),
                    line.target() == null ? null : line.target().value(),
                    line.words());
        }
    }

    static ImageView of(Snapshot snapshot, Dossier dossier) {
        List<Standing> standings = dossier.standings(snapshot.announced());
        var targets = new TreeMap<String, PlacementView>();
        standings.forEach(each -> targets.put(each.target().target().value(), PlacementView.of(dossier, each)));
        Entry entry = dossier.entry();
        return new ImageView(
                dossier.key().value(),
                overall(dossier, snapshot.standings(dossier)).label(),
                entry == null ? null : entry.last().value(),
                dossier.tries().asked(),
                entry == null ? null : SpecView.of(entry.spec()),
                targets,
                null);
    }

    /** The same, at one target alone. */
    ImageView at(String target) {
        PlacementView there = targets.get(target);
        return new ImageView(
                key, there.status(), catalogue, attempts, spec, new TreeMap<>(Map.of(target, there)), history);
    }

    ImageView with(List<History.Line> lines) {
        return new ImageView(
                key,
                status,
                catalogue,
                attempts,
                spec,
                targets,
                lines.stream().map(Happened::of).toList());
    }

    private static Status overall(Dossier dossier, List<Standing> standings) {
        if (standings.isEmpty() && dossier.wish().over()) {
            return Status.FAILED;
        }
        List<Status> open = standings.stream()
                .map(Standing::status)
                .filter(status -> !status.finished())
                .toList();
        if (!open.isEmpty() || standings.isEmpty()) {
            return open.stream().min(Comparator.naturalOrder()).orElse(Status.WAITING);
        }
        return standings.stream().anyMatch(each -> each.status() == Status.FAILED) ? Status.FAILED : Status.READY;
    }
}
