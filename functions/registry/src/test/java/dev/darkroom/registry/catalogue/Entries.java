package dev.darkroom.registry.catalogue;

import dev.darkroom.events.CatalogueName;
import dev.darkroom.events.CatalogueUpdated;
import dev.darkroom.events.ImageKey;
import dev.darkroom.events.ImageSpec;
import java.util.LinkedHashMap;
import java.util.Map;

/** Catalogue events for tests, and what becomes of them. */
final class Entries {
    static final String URL = "https://images.example.org/debian/debian-12.qcow2";
    static final String SHA256 = "sha256:" + "a".repeat(64);
    static final String SHA512 = "sha512:" + "b".repeat(128);

    private Entries() {}

    /** The least that an image must have, and these fields; a null takes one away. */
    static Map<String, Object> image(Object... fieldsAndValues) {
        var image = new LinkedHashMap<String, Object>();
        image.put("source_url", URL);
        for (int i = 0; i < fieldsAndValues.length; i += 2) {
            image.put((String) fieldsAndValues[i], fieldsAndValues[i + 1]);
        }
        return image;
    }

    static CatalogueEntries judge(
            Map<String, ?> defaults, Map<String, ?> images, Map<String, ?> aliases, Map<String, ?> wiring) {
        return new JudgeCatalogue()
                .read(new CatalogueUpdated(
                        new CatalogueName("platform"),
                        0,
                        new LinkedHashMap<>(defaults),
                        new LinkedHashMap<>(images),
                        new LinkedHashMap<>(aliases),
                        new LinkedHashMap<>(wiring)));
    }

    static CatalogueEntries judge(Map<String, ?> image) {
        return judge(Map.of(), Map.of("debian_12", image), Map.of(), Map.of());
    }

    /** The image of these fields, which must be good. */
    static ImageSpec spec(Object... fieldsAndValues) {
        CatalogueEntries entries = judge(image(fieldsAndValues));
        if (!entries.refused().isEmpty()) {
            throw new AssertionError(entries.refused());
        }
        return entries.images().get(new ImageKey("debian_12"));
    }
}
