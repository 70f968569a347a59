package dev.darkroom.cli.document;

import dev.darkroom.events.UrlSecrets;
import dev.darkroom.registry.catalogue.Place;
import java.util.Set;

/**
 * Where the reading of a document is.
 *
 * @param file  the document
 * @param line  of it
 * @param entry the entry, once there is one
 * @param field the field of the entry, once there is one
 * @param depth how many mappings lie around it
 */
record Spot(String file, int line, String entry, String field, int depth) {
    private static final Set<String> SECTIONS = Set.of("images", "aliases", "wiring");
    private static final Set<String> POINTERS = Set.of("aliases", "wiring");

    /** Whether it is a section of names that point at others. */
    boolean pointers() {
        return depth == 1 && POINTERS.contains(entry);
    }

    Place place() {
        return new Place(file, line, entry);
    }

    Spot at(int another) {
        return new Spot(file, another, entry, field, depth);
    }

    Spot field(String name, int at) {
        String shown = UrlSecrets.clean(name);
        if (depth == 0) {
            return new Spot(file, at, shown, null, 1);
        }
        if (depth == 1 && AzimuthVariables.haveImages(entry)) {
            return new Spot(file, at, "images." + shown, null, 2);
        }
        if (depth == 1 && SECTIONS.contains(entry)) {
            return new Spot(file, at, entry + "." + shown, null, 2);
        }
        return new Spot(file, at, entry, field == null ? shown : field + "." + shown, depth + 1);
    }
}
