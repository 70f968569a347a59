package dev.darkroom.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import dev.darkroom.events.EventType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The published JSON Schemas, read from where their addresses say that they lie: nothing is fetched. */
final class Schemas {
    private static final String PUBLISHED = "https://darkroom.dev/schemas/";
    private static final JsonSchemaFactory FACTORY = JsonSchemaFactory.getInstance(
            SpecVersion.VersionFlag.V202012,
            builder -> builder.schemaMappers(mappers -> mappers.mapPrefix(PUBLISHED, "classpath:schemas/")));
    private static final Map<EventType, JsonSchema> SCHEMAS = new ConcurrentHashMap<>();

    private Schemas() {}

    static List<String> errors(EventType type, JsonNode data) {
        return SCHEMAS
                .computeIfAbsent(type, each -> FACTORY.getSchema(SchemaLocation.of(each.schema())))
                .validate(data)
                .stream()
                .map(ValidationMessage::getMessage)
                .toList();
    }

    static JsonNode document(EventType type) {
        return document(type.schema().substring(PUBLISHED.length()));
    }

    static JsonNode common() {
        return document("common.v1.json");
    }

    private static JsonNode document(String file) {
        try (InputStream in = Schemas.class.getResourceAsStream("/schemas/" + file)) {
            return Json.mapper().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
