package dev.darkroom.events;

import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Somebody published a catalogue. Its entries are as yet unjudged: one bad entry must not hold up the good ones, so they
 * are read one by one when the catalogue is admitted.
 *
 * @param catalogue the catalogue's name
 * @param part      the number of this part of a catalogue that is too large for one event; 0 or null for the first or only one
 * @param defaults  fields that are merged into each image
 * @param images    key to fields, as {@link ImageSpec} has them in snake_case
 * @param aliases   alias to key; null takes the alias away
 * @param wiring    variable name to alias or key; null takes the variable away
 */
public record CatalogueUpdated(
        CatalogueName catalogue,
        Integer part,
        Map<String, Object> defaults,
        Map<String, Object> images,
        Map<String, Object> aliases,
        Map<String, Object> wiring)
        implements Event {
    /** The most bytes that one may have, as JSON; what is larger is published in parts. */
    public static final int LARGEST = 512 * 1024;
    /** The most images, aliases and variables that one may have together: a part is taken over in one piece. */
    public static final int MOST_ENTRIES = 10_000;

    public CatalogueUpdated {
        Fields.require("catalogue", catalogue);
        defaults = Trees.sorted(defaults);
        images = Trees.sorted(images);
        aliases = Trees.sorted(aliases);
        wiring = Trees.sorted(wiring);
        part = part == null ? 0 : part;
        Fields.requireNotNegative("part", part);
    }

    /** A part that has nothing in it, in place of one that a catalogue no longer has. */
    public static CatalogueUpdated empty(CatalogueName catalogue, int part) {
        return new CatalogueUpdated(catalogue, part, Map.of(), Map.of(), Map.of(), Map.of());
    }

    /** How many images, aliases and variables there are. */
    public int entries() {
        return images.size() + aliases.size() + wiring.size();
    }

    @Override
    public String subject() {
        return catalogue.value();
    }

    @Override
    public String recordKey() {
        return part == 0 ? catalogue.value() : catalogue + "/" + part;
    }

    @Override
    public Optional<UUID> correlation() {
        return Optional.of(id());
    }

    @Override
    public Digest content() {
        return ContentHash.of(defaults, images, aliases, wiring);
    }
}
