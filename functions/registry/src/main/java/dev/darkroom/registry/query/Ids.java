package dev.darkroom.registry.query;

import dev.darkroom.events.ImageKey;
import dev.darkroom.events.TargetName;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Names and the image IDs that they stand for at one target.
 *
 * @param target    where
 * @param images    key or alias to ID
 * @param variables variable of the wiring to ID
 * @param pending   the asked keys that are not finished
 * @param failed    the asked keys that have failed for good
 */
public record Ids(
        TargetName target,
        SortedMap<String, String> images,
        SortedMap<String, String> variables,
        List<ImageKey> pending,
        List<ImageKey> failed) {
    public Ids {
        images = Collections.unmodifiableSortedMap(new TreeMap<>(images));
        variables = Collections.unmodifiableSortedMap(new TreeMap<>(variables));
        pending = List.copyOf(pending);
        failed = List.copyOf(failed);
    }

    /** Every name that somebody may ask for. Where two are equal, the key goes before the alias before the variable. */
    public SortedMap<String, String> all() {
        var all = new TreeMap<>(variables);
        all.putAll(images);
        return all;
    }
}
