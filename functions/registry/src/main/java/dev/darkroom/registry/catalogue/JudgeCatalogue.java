package dev.darkroom.registry.catalogue;

import dev.darkroom.events.CatalogueName;
import dev.darkroom.events.CatalogueRefused;
import dev.darkroom.events.CatalogueUpdated;
import dev.darkroom.events.FailureCode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** Judges a catalogue that arrives as an event, entry by entry. */
public final class JudgeCatalogue {
    /** Where all of a part is meant, not one of its entries. */
    private static final String ALL = "catalogue";
    /** Each becomes an event of its own, also when the same part comes again. */
    static final int MOST_REFUSED = 1000;

    /** Never fails for what the document says: a bad entry is among the refused ones. */
    public CatalogueEntries read(CatalogueUpdated event) {
        if (event.entries() > CatalogueUpdated.MOST_ENTRIES) {
            String message = "a part of a catalogue must have at most " + CatalogueUpdated.MOST_ENTRIES
                    + " images, aliases and variables but has " + event.entries()
                    + ": nothing is taken over; publish it in more parts, as `darkroom publish` does";
            return new CatalogueEntries(
                    Collections.emptySortedMap(),
                    Collections.emptySortedMap(),
                    Collections.emptySortedMap(),
                    List.of(refused(event.catalogue(), ALL, null, null, message)));
        }
        Tree defaults = MergeTrees.unlisted(Tree.fields(event.defaults()));
        Map<String, Tree> images = Tree.fields(event.images()).fields();
        var entries = new JudgeEntries();
        if (entries.defaults(defaults) && entries.inherited(defaults, images.size())) {
            images.forEach((key, image) -> entries.image(key, MergeTrees.imageOver(defaults, image)));
        }
        entries.aliases(Tree.fields(event.aliases()).fields(), images);
        entries.wiring(Tree.fields(event.wiring()).fields());
        return new CatalogueEntries(
                entries.images(), entries.aliases(), entries.wiring(), refused(event.catalogue(), entries));
    }

    private static List<CatalogueRefused> refused(CatalogueName catalogue, JudgeEntries entries) {
        var refused = new ArrayList<CatalogueRefused>();
        entries.complaints().stream()
                .limit(MOST_REFUSED)
                .map(each -> refused(catalogue, each.entry(), each.field(), each.value(), each.message()))
                .forEach(refused::add);
        if (entries.complaints().size() > MOST_REFUSED) {
            String more =
                    "more than " + MOST_REFUSED + " mistakes are in one part of the catalogue: correct those that are"
                            + " said, and publish it again";
            refused.add(refused(catalogue, ALL, null, null, more));
        }
        return refused;
    }

    private static CatalogueRefused refused(
            CatalogueName catalogue, String entry, String field, String value, String message) {
        return new CatalogueRefused(catalogue, entry, field, value, FailureCode.CATALOGUE_INVALID, message);
    }
}
