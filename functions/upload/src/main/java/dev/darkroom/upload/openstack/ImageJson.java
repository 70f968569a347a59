package dev.darkroom.upload.openstack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.darkroom.events.ImageId;
import dev.darkroom.events.PropertyNames;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.openstack4j.api.exceptions.ConnectionException;

/** Images as the image API writes them: what is not a field of its own is a property. */
final class ImageJson {
    private ImageJson() {}

    /** @throws ConnectionException when it is no image */
    static RemoteImage read(JsonNode json) {
        try {
            var tags = new ArrayList<String>();
            json.path("tags").forEach(tag -> tags.add(tag.asText()));
            tags.sort(null);
            return new RemoteImage(
                    ImageId.parse(json.path("id").asText()),
                    text(json, "status"),
                    text(json, "owner"),
                    text(json, "name"),
                    text(json, "visibility"),
                    text(json, "disk_format"),
                    text(json, "container_format"),
                    json.path("size").isIntegralNumber() ? json.path("size").longValue() : null,
                    text(json, "os_hash_algo"),
                    text(json, "os_hash_value"),
                    json.path("min_disk").asInt(),
                    json.path("min_ram").asInt(),
                    json.path("os_hidden").asBoolean(),
                    json.path("protected").asBoolean(),
                    List.copyOf(tags),
                    properties(json),
                    json.hasNonNull("updated_at")
                            ? Instant.parse(json.path("updated_at").asText())
                            : null);
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new ConnectionException("what it answered is not an image as its API writes them", 0, null);
        }
    }

    /** @throws ConnectionException when it says nothing of an image's fields */
    static void requireSchema(JsonNode json) {
        if (!json.path("properties").isObject()) {
            throw new ConnectionException("what it answered is no schema of images", 0, null);
        }
    }

    private static NavigableMap<String, String> properties(JsonNode json) {
        var properties = new TreeMap<String, String>();
        json.properties().forEach(field -> {
            if (field.getValue().isTextual()
                    && !PropertyNames.isField(field.getKey())
                    && !PropertyNames.isInternal(field.getKey())) {
                properties.put(field.getKey(), field.getValue().textValue());
            }
        });
        return properties;
    }

    private static String text(JsonNode json, String field) {
        return json.path(field).textValue();
    }

    static JsonNode write(NewImage image) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        image.properties().forEach(json::put);
        json.put("id", image.id().toString())
                .put("name", image.name())
                .put("visibility", "private")
                .put("disk_format", image.diskFormat().label())
                .put("container_format", image.containerFormat())
                .put("min_disk", image.minDisk())
                .put("min_ram", image.minRam())
                .put("os_hidden", image.hidden());
        image.tags().forEach(json.putArray("tags")::add);
        return json;
    }
}
