package dev.darkroom.registry.query;

import dev.darkroom.events.CatalogueName;
import dev.darkroom.events.ImageKey;
import dev.darkroom.events.Texts;
import dev.darkroom.registry.known.Dossier;
import dev.darkroom.registry.known.Standing;
import dev.darkroom.registry.known.Status;
import dev.darkroom.registry.store.Catalogues;
import dev.darkroom.registry.store.Store;
import dev.darkroom.registry.store.Targets;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** What can be asked, beside IDs: see {@link FindIds}. */
public final class Query {
    private final Store store;
    private final Snapshots snapshots;
    private final Waiting waiting;

    public Query(Store store, Snapshots snapshots, Waiting waiting) {
        this.store = store;
        this.snapshots = snapshots;
        this.waiting = waiting;
    }

    /** What is known: as long as it is the same thing, all answers are the same. */
    public Snapshot known() {
        return snapshots.current();
    }

    /** Every image, by its key. */
    public SortedMap<String, ImageView> images() {
        Snapshot snapshot = snapshots.current();
        var images = new TreeMap<String, ImageView>();
        snapshot.images().forEach((key, dossier) -> images.put(key.value(), ImageView.of(snapshot, dossier)));
        return images;
    }

    /** One image at every target. */
    public ImageView image(String name, Duration wait) {
        return image(name, null, wait);
    }

    /**
     * One image with its history.
     *
     * @param name   its key, or an alias that points at it
     * @param target how it stands there; null: everywhere
     * @param wait   how long to wait until it is finished there
     * @throws QueryException when there is no such name or target, or the time to wait is over
     */
    public ImageView image(String name, String target, Duration wait) {
        Snapshot snapshot = waiting.until(now -> finished(now, name, target), wait);
        Dossier dossier = snapshot.requireDossier(name);
        ImageView all = ImageView.of(snapshot, dossier);
        ImageView view = target == null
                ? all
                : all.at(ChooseTarget.of(snapshot, target).target().value());
        if (wait.isPositive() && !finished(snapshot, name, target)) {
            throw new QueryException(
                    Refusal.NOT_READY, view.key() + " is not finished yet but " + view.status() + "; ask again");
        }
        return view.with(store.read(tx -> tx.history().of(dossier.key())));
    }

    private static boolean finished(Snapshot now, String name, String target) {
        List<Standing> asked = now.dossier(name).stream()
                .flatMap(dossier -> dossier.standings(now.announced()).stream())
                .filter(each -> target == null || each.target().target().value().equals(target))
                .toList();
        return !asked.isEmpty() && asked.stream().allMatch(each -> each.status().finished());
    }

    public SortedMap<String, TargetView> targets() {
        Snapshot snapshot = snapshots.current();
        var targets = new TreeMap<String, TargetView>();
        snapshot.targets().forEach((name, known) -> targets.put(name.value(), target(snapshot, known)));
        return targets;
    }

    /** The targets alone, without how many images are there. */
    public SortedMap<String, TargetView> places() {
        var places = new TreeMap<String, TargetView>();
        store.read(tx -> tx.targets().known())
                .forEach(known -> places.put(
                        known.target().target().value(), TargetView.of(known, Collections.emptySortedMap())));
        return places;
    }

    private static TargetView target(Snapshot snapshot, Targets.Known known) {
        var counts = new TreeMap<String, Long>();
        snapshot.images().values().stream()
                .filter(dossier -> dossier.entry() != null)
                .forEach(dossier -> {
                    Standing standing =
                            snapshot.standing(dossier, known.target().target());
                    // What lies where nobody serves it is there, also where it is no longer as its catalogue wants it.
                    if (Snapshot.matters(dossier, standing) || standing.ready() != null) {
                        counts.merge(standing.status().label(), 1L, Long::sum);
                    }
                });
        return TargetView.of(known, counts);
    }

    public SortedMap<String, AliasView> aliases() {
        Snapshot snapshot = snapshots.current();
        var aliases = new TreeMap<String, AliasView>();
        snapshot.aliases().forEach((alias, pointer) -> {
            ImageKey key = pointer.to();
            var places = new TreeMap<String, AliasView.At>();
            snapshot.said().getOrDefault(alias, new TreeMap<>()).forEach((target, said) -> {
                String id = snapshot.ready(alias, target)
                        .map(ready -> ready.imageId().toString())
                        .orElse(null);
                places.put(
                        target.value(),
                        new AliasView.At(said.key().value(), id, said.at().toString()));
            });
            Dossier dossier = snapshot.images().get(key);
            aliases.put(alias.value(), new AliasView(key.value(), pointer.by().value(), problem(key, dossier), places));
        });
        return aliases;
    }

    /** @param dossier null: nothing is known of it */
    private static String problem(ImageKey key, Dossier dossier) {
        if (dossier != null && dossier.entry() != null) {
            return null;
        }
        return dossier != null && dossier.wish().over()
                ? "no catalogue names " + key + " any more"
                : "no catalogue has named " + key;
    }

    /** @throws QueryException when no catalogue of this name has been admitted */
    public CatalogueView catalogue(String name) {
        List<Catalogues.Part> parts;
        try {
            var catalogue = new CatalogueName(name);
            parts = store.read(tx -> tx.catalogues().parts(catalogue));
        } catch (IllegalArgumentException e) {
            throw new QueryException(Refusal.QUESTION_INVALID, e.getMessage());
        }
        if (parts.isEmpty()) {
            throw new QueryException(
                    Refusal.CATALOGUE_UNKNOWN, "no catalogue " + Texts.quote(name) + " has been admitted");
        }
        return new CatalogueView(name, parts.stream().map(CatalogueView::of).toList());
    }

    /** Since when the one has been wanted that is not finished and has waited longest; empty where none is. */
    public Optional<Instant> oldestUnfinished() {
        return snapshots.current().images().values().stream()
                .map(dossier -> dossier.tries().unfinishedSince())
                .filter(Objects::nonNull)
                .min(Comparator.naturalOrder());
    }

    /** For how many pairs of image and target each status holds. */
    public SortedMap<Status, Long> counts() {
        Snapshot snapshot = snapshots.current();
        var counts = new TreeMap<Status, Long>();
        for (Status status : Status.values()) {
            counts.put(status, 0L);
        }
        snapshot.images().values().stream()
                .filter(dossier -> dossier.entry() != null)
                .flatMap(dossier -> snapshot.standings(dossier).stream())
                .forEach(standing -> counts.merge(standing.status(), 1L, Long::sum));
        return counts;
    }
}
