package dev.darkroom.registry.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import dev.darkroom.events.CatalogueRefused;
import dev.darkroom.events.ImageKey;
import dev.darkroom.events.ImageSpec;
import dev.darkroom.wire.Json;
import java.util.List;

/** What is stored as JSON in a column. */
final class JsonText {
    private static final TypeReference<List<CatalogueRefused>> REFUSED = new TypeReference<>() {};
    private static final TypeReference<List<ImageKey>> KEYS = new TypeReference<>() {};

    private JsonText() {}

    static String of(Object value) {
        try {
            return Json.mapper().writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a value could not be written as JSON", e);
        }
    }

    static ImageSpec spec(String json) {
        try {
            return Json.mapper().readValue(json, ImageSpec.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a stored image specification cannot be read: " + e.getOriginalMessage());
        }
    }

    static DossierRows.Said said(String json) {
        try {
            return Json.mapper().readValue(json, DossierRows.Said.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a stored correction cannot be read: " + e.getOriginalMessage());
        }
    }

    static List<ImageKey> keys(String json) {
        try {
            return Json.mapper().readValue(json, KEYS);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("stored keys cannot be read: " + e.getOriginalMessage());
        }
    }

    static List<CatalogueRefused> refused(String json) {
        try {
            return Json.mapper().readValue(json, REFUSED);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("stored refusals cannot be read: " + e.getOriginalMessage());
        }
    }
}
