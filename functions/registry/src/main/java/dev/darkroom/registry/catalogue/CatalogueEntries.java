package dev.darkroom.registry.catalogue;

import dev.darkroom.events.Alias;
import dev.darkroom.events.CatalogueRefused;
import dev.darkroom.events.ImageKey;
import dev.darkroom.events.ImageSpec;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a catalogue says, entry by entry judged.
 *
 * @param images  the good images
 * @param aliases the good aliases, each with its key; null for one that is taken away
 * @param wiring  variable name to alias or key; null for one that is taken away
 * @param refused the bad entries; they hold up none of the good ones
 */
public record CatalogueEntries(
        SortedMap<ImageKey, ImageSpec> images,
        SortedMap<Alias, ImageKey> aliases,
        SortedMap<String, String> wiring,
        List<CatalogueRefused> refused) {
    public CatalogueEntries {
        images = sorted(images);
        aliases = sorted(aliases);
        wiring = sorted(wiring);
        refused = List.copyOf(refused);
    }

    private static <K, V> SortedMap<K, V> sorted(Map<K, V> map) {
        return Collections.unmodifiableSortedMap(new TreeMap<>(map));
    }
}
