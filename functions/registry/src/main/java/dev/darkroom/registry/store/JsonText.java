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
    private static final TypeReference<ImageSpec> SPEC = new TypeReference<>() {};
    private static final TypeReference<DossierRows.StoredCorrection> CORRECTION = new TypeReference<>() {};
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
        return read(json, SPEC, "a stored image specification");
    }

    static DossierRows.StoredCorrection correction(String json) {
        return read(json, CORRECTION, "a stored correction");
    }

    static List<ImageKey> keys(String json) {
        return read(json, KEYS, "a stored list of keys");
    }

    static List<CatalogueRefused> refused(String json) {
        return read(json, REFUSED, "a stored list of refusals");
    }

    private static <T> T read(String json, TypeReference<T> type, String what) {
        try {
            return Json.mapper().readValue(json, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(what + " cannot be read: " + e.getOriginalMessage());
        }
    }
}
