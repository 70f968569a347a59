package dev.darkroom.house;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What openapi.yaml says. */
public final class OpenApi {
    private static final JsonSchemaFactory FACTORY = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);
    private static final SchemaValidatorsConfig STRICT =
            SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build();

    private final JsonNode document = read();

    /** Each operation by its method and path, such as {@code GET /images/{key}}. */
    public Map<String, JsonNode> operations() {
        var operations = new TreeMap<String, JsonNode>();
        document.get("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .properties()
                        .forEach(operation -> operations.put(
                                operation.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey(),
                                operation.getValue())));
        return operations;
    }

    List<JsonNode> parameters(JsonNode operation) {
        var parameters = new ArrayList<JsonNode>();
        operation.path("parameters").forEach(each -> parameters.add(resolve(each)));
        return parameters;
    }

    JsonNode schemas() {
        return document.at("/components/schemas");
    }

    /**
     * What an answer has that is not described.
     *
     * @param mediaType without parameters; empty where there is no body
     */
    public List<String> errors(JsonNode operation, int status, String mediaType, JsonNode body) {
        JsonNode responses = operation.get("responses");
        String described = String.valueOf(status);
        if (!responses.has(described) && status < 400) {
            return List.of("status " + status + " is not described");
        }
        JsonNode content = resolve(responses.has(described) ? responses.get(described) : responses.get("default"))
                .path("content");
        if (!content.has(mediaType)) {
            Iterator<String> known = content.fieldNames();
            return mediaType.isEmpty() && !known.hasNext()
                    ? List.of()
                    : List.of("media type " + mediaType + " is not described");
        }
        ObjectNode schema = content.get(mediaType).get("schema").deepCopy();
        schema.set("$defs", schemas());
        String self = schema.toString().replace("#/components/schemas/", "#/$defs/");
        return FACTORY.getSchema(self, STRICT).validate(body).stream()
                .map(ValidationMessage::getMessage)
                .toList();
    }

    private JsonNode resolve(JsonNode node) {
        return node.has("$ref") ? document.at(node.get("$ref").asText().substring(1)) : node;
    }

    private static JsonNode read() {
        try (InputStream in = OpenApi.class.getResourceAsStream("/openapi.yaml")) {
            return new ObjectMapper(new YAMLFactory()).readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
