package dev.darkroom.registry.catalogue;

import dev.darkroom.events.CatalogueName;
import dev.darkroom.events.CatalogueRefused;
import dev.darkroom.events.CatalogueUpdated;
import dev.darkroom.events.FailureCode;
import java.util.List;
import java.util.Map;

/** Judges a catalogue that arrives as an event. */
public final class JudgeCatalogue implements CatalogueReader {
    @Override
    public CatalogueEntries read(CatalogueUpdated event) {
        Tree defaults = MergeTrees.unlisted(Tree.fields(event.defaults()));
        Map<String, Tree> images = Tree.fields(event.images()).fields();
        var entries = new JudgeEntries();
        if (entries.defaults(defaults)) {
            images.forEach((key, image) -> entries.image(key, MergeTrees.imageOver(defaults, image)));
        }
        entries.aliases(Tree.fields(event.aliases()).fields(), images);
        entries.wiring(Tree.fields(event.wiring()).fields());
        return new CatalogueEntries(
                entries.images(), entries.aliases(), entries.wiring(), refused(event.catalogue(), entries));
    }

    private static List<CatalogueRefused> refused(CatalogueName catalogue, JudgeEntries entries) {
        return entries.complaints().stream()
                .map(complaint -> new CatalogueRefused(
                        catalogue,
                        complaint.entry(),
                        complaint.field(),
                        complaint.value(),
                        FailureCode.CATALOGUE_INVALID,
                        complaint.message()))
                .toList();
    }
}
