package dev.darkroom.cli.document;

import dev.darkroom.events.CatalogueName;
import dev.darkroom.events.CatalogueUpdated;
import dev.darkroom.events.ImageKey;
import java.util.List;
import java.util.SortedSet;

/**
 * What the documents say, merged into one catalogue.
 *
 * @param name      its name
 * @param events    its good entries, in as many events as they need (512 KiB each); empty when there is none
 * @param keys      the keys of the good images
 * @param mistakes  everything that is wrong, in the order of files and lines
 * @param warnings  what is right, and probably not meant
 * @param looseEnds the good aliases and variables that lead to a name that this catalogue does not have
 */
public record CatalogueRead(
        CatalogueName name,
        List<CatalogueUpdated> events,
        SortedSet<ImageKey> keys,
        List<Mistake> mistakes,
        List<Mistake> warnings,
        List<LooseEnd> looseEnds) {}
