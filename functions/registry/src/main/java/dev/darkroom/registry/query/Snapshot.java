package dev.darkroom.registry.query;

import dev.darkroom.events.Alias;
import dev.darkroom.events.ImageKey;
import dev.darkroom.events.TargetAnnounced;
import dev.darkroom.events.TargetName;
import dev.darkroom.events.Texts;
import dev.darkroom.registry.known.Dossier;
import dev.darkroom.registry.known.Ready;
import dev.darkroom.registry.known.Retirement;
import dev.darkroom.registry.known.Standing;
import dev.darkroom.registry.known.Status;
import dev.darkroom.registry.store.Aliases;
import dev.darkroom.registry.store.Targets;
import dev.darkroom.registry.store.Tx;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Everything that is known, at one moment. Shared by many readers: it is never changed.
 *
 * @param change  the number of the last change that it contains
 * @param targets the known targets
 * @param images  every image that a catalogue has named, or that some event was about
 * @param aliases where each alias points
 * @param said    where each alias points at each target: at the last image that was ready there
 * @param wiring  variable to alias or key
 * @param freed   keys that no catalogue names any more, and whose name is an alias now
 */
public record Snapshot(
        long change,
        SortedMap<TargetName, Targets.Known> targets,
        SortedMap<ImageKey, Dossier> images,
        SortedMap<Alias, Aliases.Pointer<ImageKey>> aliases,
        SortedMap<Alias, SortedMap<TargetName, Aliases.Said>> said,
        SortedMap<String, Aliases.Pointer<String>> wiring,
        Set<ImageKey> freed) {

    /**
     * Reads what is known now. What is as it was is taken from an earlier one, and not kept twice.
     *
     * @param before the earlier one, or null
     * @param whole  whether everything is read, and not only what has changed since
     */
    static Snapshot read(Tx tx, Snapshot before, boolean whole) {
        // First: what is read after it may be newer, and is read anew then; older than its number it would stay for
        // ever.
        long change = tx.change();
        var targets = new TreeMap<TargetName, Targets.Known>();
        tx.targets().known().forEach(known -> targets.put(known.target().target(), known));
        var said = new TreeMap<Alias, SortedMap<TargetName, Aliases.Said>>();
        tx.aliases()
                .said()
                .forEach(each -> said.computeIfAbsent(each.alias(), any -> new TreeMap<>())
                        .put(each.target(), each));
        SortedMap<ImageKey, Dossier> images = whole ? images(tx, before) : changed(tx, before);
        SortedMap<Alias, Aliases.Pointer<ImageKey>> aliases = tx.aliases().all();
        return new Snapshot(
                change, targets, images, aliases, said, tx.aliases().wiring(), freed(tx, images, aliases.keySet()));
    }

    private static Set<ImageKey> freed(Tx tx, SortedMap<ImageKey, Dossier> images, Set<Alias> aliases) {
        Set<ImageKey> both = aliases.stream()
                .map(alias -> new ImageKey(alias.value()))
                .filter(images::containsKey)
                .collect(Collectors.toCollection(TreeSet::new));
        if (!both.isEmpty()) {
            both.removeAll(tx.catalogues().named());
        }
        return both;
    }

    private static SortedMap<ImageKey, Dossier> images(Tx tx, Snapshot before) {
        SortedMap<ImageKey, Dossier> known = before == null ? Collections.emptySortedMap() : before.images();
        var images = new TreeMap<ImageKey, Dossier>();
        tx.dossiers()
                .each(page -> page.forEach(dossier -> {
                    Dossier same = known.get(dossier.key());
                    images.put(dossier.key(), dossier.equals(same) ? same : dossier);
                }));
        return images;
    }

    private static SortedMap<ImageKey, Dossier> changed(Tx tx, Snapshot before) {
        var images = new TreeMap<>(before.images());
        images.putAll(tx.dossiers().since(before.change()));
        return images;
    }

    List<TargetAnnounced> announced() {
        return targets.values().stream().map(Targets.Known::target).toList();
    }

    /** How an image stands where it matters: when it is not to come, or at a target that nobody serves any more, only if it is there. */
    List<Standing> standings(Dossier dossier) {
        return dossier.standings(announced()).stream()
                .filter(each -> matters(dossier, each))
                .toList();
    }

    static boolean matters(Dossier dossier, Standing standing) {
        return standing.status() == Status.READY || !Retirement.isOf(standing.target()) && !standing.isOver(dossier);
    }

    Standing standing(Dossier dossier, TargetName target) {
        return dossier.standing(targets.get(target).target());
    }

    /** The image that can be used at a target under this key. */
    Optional<Ready> ready(ImageKey key, TargetName target) {
        return Optional.ofNullable(images.get(key))
                .flatMap(dossier -> dossier.placement(target).image());
    }

    /** The image that can be used at a target under this alias: the old one, as long as the new one is not ready. */
    Optional<Ready> ready(Alias alias, TargetName target) {
        return Optional.ofNullable(said.get(alias))
                .map(places -> places.get(target))
                .flatMap(place -> ready(place.key(), target));
    }

    /** The image that can be used at a target under this key or alias. */
    Optional<Ready> ready(String name, TargetName target) {
        return isKey(name) ? ready(new ImageKey(name), target) : alias(name).flatMap(alias -> ready(alias, target));
    }

    /** What is known of a key, or of the key that an alias points at. */
    Optional<Dossier> dossier(String name) {
        return key(name).map(key -> images.get(key)).or(() -> alias(name).flatMap(this::pointedAt));
    }

    /** The same. @throws QueryException when there is no such name */
    Dossier requireDossier(String name) {
        return dossier(name).orElseThrow(() -> unknown("key or alias", name));
    }

    /** @param what there is none of, by that name, or one that leads nowhere */
    QueryException unknown(String what, String name) {
        String words = alias(name)
                .map(alias ->
                        "alias " + alias + " points at " + aliases.get(alias).to())
                .or(() -> wired(name)
                        .filter(to -> dossier(to).isEmpty())
                        .map(to -> "variable " + name + " points at " + to
                                + alias(to)
                                        .map(alias -> ", an alias of "
                                                + aliases.get(alias).to())
                                        .orElse("")))
                .map(pointer -> pointer + ", which no catalogue has named")
                .orElseGet(
                        () -> "there is no " + what + " " + Texts.quote(name) + ": publish a catalogue that names it");
        return new QueryException(Refusal.KEY_UNKNOWN, words);
    }

    /** The key or alias that is wired to a variable. */
    Optional<String> wired(String variable) {
        return Optional.ofNullable(wiring.get(variable)).map(Aliases.Pointer::to);
    }

    /**
     * What is known of the key that an alias points at: nothing, when no catalogue has named it yet. Where the alias has pointed
     * at another image before, that one is used until then.
     */
    private Optional<Dossier> pointedAt(Alias alias) {
        ImageKey key = aliases.get(alias).to();
        return images.containsKey(key) || !said.containsKey(alias)
                ? Optional.ofNullable(images.get(key))
                : Optional.of(Dossier.blank(key));
    }

    /** Whether a name is that of an image. While a catalogue names that, it is no alias: a key is always the same bytes. */
    boolean isKey(String name) {
        return key(name).isPresent();
    }

    private Optional<ImageKey> key(String name) {
        return named(name, ImageKey::new).filter(key -> images.containsKey(key) && !freed.contains(key));
    }

    private Optional<Alias> alias(String name) {
        return named(name, Alias::new).filter(alias -> aliases.containsKey(alias));
    }

    /** A name that breaks the rule for names is simply not known. */
    private static <T> Optional<T> named(String name, Function<String, T> type) {
        try {
            return Optional.of(type.apply(name));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
