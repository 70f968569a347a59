package dev.darkroom.registry.catalogue;

import dev.darkroom.events.CatalogueUpdated;

/** Judges a published catalogue entry by entry. */
@FunctionalInterface
public interface CatalogueReader {
    /** Never fails for what the document says: a bad entry is among the refused ones. */
    CatalogueEntries read(CatalogueUpdated event);
}
