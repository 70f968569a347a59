package dev.darkroom.registry.query;

import dev.darkroom.events.ImageKey;
import dev.darkroom.events.TargetName;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Names and the image IDs that they stand for at one target.
 *
 * @param target    where
 * @param images    key or alias to ID
 * @param variables variable of the wiring to ID
 * @param pending   the asked keys that are not finished
 * @param failed    the asked keys that have failed for good
 * @param missing   the asked aliases and variables that stand for no ID, and what cannot be written
 */
public record Ids(
        TargetName target,
        SortedMap<String, String> images,
        SortedMap<String, String> variables,
        List<ImageKey> pending,
        List<ImageKey> failed,
        List<String> missing) {
    private static final int SHOWN = 10;

    public Ids {
        images = Collections.unmodifiableSortedMap(new TreeMap<>(images));
        variables = Collections.unmodifiableSortedMap(new TreeMap<>(variables));
        pending = List.copyOf(pending);
        failed = List.copyOf(failed);
        missing = List.copyOf(missing);
    }

    /** The first of them, for a sentence. */
    public static String some(List<?> names) {
        return names.stream().limit(SHOWN).map(String::valueOf).collect(Collectors.joining(", "))
                + (names.size() > SHOWN ? ", ..." : "");
    }

    /** Every name that somebody may ask for. Where two are equal, the key goes before the alias before the variable. */
    public SortedMap<String, String> all() {
        var all = new TreeMap<>(variables);
        all.putAll(images);
        return all;
    }
}
