package dev.darkroom.cli.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.events.Alias;
import dev.darkroom.events.ImageKey;
import dev.darkroom.events.ImageSpec;
import dev.darkroom.registry.catalogue.CatalogueEntries;
import dev.darkroom.registry.catalogue.JudgeCatalogue;
import java.util.Map;
import java.util.TreeMap;

/** What the registry makes of the events of a read catalogue; it must refuse nothing of what was read as good. */
record Judged(Map<String, ImageSpec> images, Map<Alias, ImageKey> aliases, Map<String, String> wiring) {
    static Judged of(CatalogueRead read) {
        var images = new TreeMap<String, ImageSpec>();
        var aliases = new TreeMap<Alias, ImageKey>();
        var wiring = new TreeMap<String, String>();
        read.events().forEach(event -> {
            CatalogueEntries entries = new JudgeCatalogue().read(event);
            assertThat(entries.refused()).isEmpty();
            entries.images().forEach((key, spec) -> images.put(key.value(), spec));
            aliases.putAll(entries.aliases());
            wiring.putAll(entries.wiring());
        });
        return new Judged(images, aliases, wiring);
    }
}
