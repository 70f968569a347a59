package dev.darkroom.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import dev.darkroom.events.CatalogueUpdated;
import dev.darkroom.events.Event;
import dev.darkroom.events.EventType;
import dev.darkroom.events.Texts;
import dev.darkroom.events.UrlSecrets;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Events to bytes and back, as CloudEvents 1.0: attributes beside JSON data (binary mode), or both in one JSON object
 * (structured mode), which is accepted as well.
 */
public final class EventCodec {
    public static final String JSON = "application/json";
    public static final String STRUCTURED = "application/cloudevents+json";
    static final String SPEC_VERSION = "1.0";

    private static final String DATA = "data";
    private static final String DATA_BASE64 = "data_base64";

    private final ObjectMapper mapper = Json.mapper();

    /**
     * The CloudEvents attributes of an event, in the order of the specification; but for {@code datacontenttype}, which Kafka's
     * binding maps to the header {@code content-type}.
     */
    public Map<String, String> attributes(Event event, Cause cause, Instant time) {
        var attributes = new LinkedHashMap<String, String>();
        attributes.put("specversion", SPEC_VERSION);
        attributes.put("id", event.id().toString());
        attributes.put("source", "/darkroom/" + event.function());
        attributes.put("type", event.eventType().type());
        attributes.put("subject", event.subject());
        attributes.put("time", time.truncatedTo(ChronoUnit.MILLIS).toString());
        attributes.put("dataschema", event.eventType().schema());
        attributes.put("partitionkey", event.recordKey());
        putIfKnown(attributes, "correlationid", cause.correlationOf(event));
        putIfKnown(attributes, "causationid", cause.id());
        putIfKnown(attributes, "traceparent", cause.traceparent());
        return attributes;
    }

    /** The JSON data of an event, in UTF-8. */
    public byte[] data(Event event) {
        try {
            return mapper.writeValueAsBytes(event);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(
                    "an event could not be written: " + event.eventType().type(), e);
        }
    }

    /**
     * Reads the data of an event.
     *
     * @throws UnreadableEventException saying what is wrong with it
     */
    public Event read(String type, byte[] data) {
        return read(typeOf(type), parse(data));
    }

    /**
     * Takes an event in structured mode apart: attributes and data in one JSON object.
     *
     * @param attributes receives its attributes
     * @return its data
     */
    JsonNode readStructured(byte[] value, Map<String, String> attributes) {
        JsonNode envelope = parse(value);
        envelope.properties().forEach(field -> {
            boolean said = field.getValue().isValueNode() && !field.getValue().isNull(); // Null is as good as absent.
            if (said && !field.getKey().equals(DATA) && !field.getKey().equals(DATA_BASE64)) {
                attributes.put(field.getKey(), field.getValue().asText());
            }
        });
        return structuredData(envelope);
    }

    private JsonNode structuredData(JsonNode envelope) {
        if (!envelope.hasNonNull(DATA) && envelope.path(DATA_BASE64).isTextual()) {
            try {
                return parse(
                        Base64.getDecoder().decode(envelope.get(DATA_BASE64).textValue()));
            } catch (IllegalArgumentException e) {
                throw new UnreadableEventException("the data_base64 of a structured CloudEvent is not Base64", e);
            }
        }
        if (!envelope.path(DATA).isObject()) {
            throw new UnreadableEventException("a structured CloudEvent must have a JSON object as data");
        }
        return envelope.get(DATA);
    }

    Event read(EventType type, JsonNode data) {
        ObjectReader reader = mapper.readerFor(type.data());
        if (type.data() == CatalogueUpdated.class) {
            // People write these: a field that is spelt wrong must not pass in silence.
            reader = reader.with(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
        }
        try {
            return reader.readValue(data);
        } catch (IOException | RuntimeException e) {
            throw new UnreadableEventException(type.type() + ": " + why(e, data), e);
        }
    }

    private JsonNode parse(byte[] data) {
        try {
            JsonNode node = mapper.readTree(data);
            if (node == null || !node.isObject()) {
                throw new UnreadableEventException("the data of an event must be a JSON object");
            }
            return node;
        } catch (IOException e) {
            throw new UnreadableEventException("the data is not JSON: " + firstLine(e), e);
        }
    }

    static EventType typeOf(String type) {
        if (type == null) {
            throw new UnreadableEventException("not a CloudEvent: it has no type (header ce_type)");
        }
        try {
            return EventType.of(type);
        } catch (IllegalArgumentException e) {
            throw new UnreadableEventException(e.getMessage(), e);
        }
    }

    /** In the words of JSON, where Jackson says what it does with classes of Java. */
    private static String why(Exception e, JsonNode data) {
        if (e instanceof UnrecognizedPropertyException unknown) {
            return UrlSecrets.clean("there is no field " + Texts.quote(unknown.getPropertyName()) + "; there are: "
                    + unknown.getKnownPropertyIds().stream()
                            .map(String::valueOf)
                            .sorted()
                            .collect(Collectors.joining(", ")));
        }
        String kind = e instanceof MismatchedInputException mismatch && mismatch.getTargetType() != null
                ? kind(mismatch.getTargetType())
                : null;
        if (kind == null) {
            return firstLine(e);
        }
        JsonNode value = data;
        for (JsonMappingException.Reference step : ((JsonMappingException) e).getPath()) {
            value = step.getFieldName() == null ? value.path(step.getIndex()) : value.path(step.getFieldName());
        }
        if (value.isMissingNode() || value.isNull()) {
            return field(e) + " is missing";
        }
        String is = value.isArray() ? "a list" : value.isObject() ? "an object" : Texts.clean(value.toString());
        return UrlSecrets.clean(field(e) + " must be " + kind + " but is " + is);
    }

    /** What a field of this type is in JSON; null where Jackson's message says it better. */
    private static String kind(Class<?> type) {
        return switch (type.getSimpleName()) {
            case "String" -> "text";
            case "UUID" -> "a UUID";
            case "boolean", "Boolean" -> "true or false";
            case "int", "Integer", "long", "Long" -> "a whole number";
            case "List", "ArrayList" -> "a list";
            default -> type.isRecord() || Map.class.isAssignableFrom(type) ? "an object" : null;
        };
    }

    private static String field(Exception e) {
        return e instanceof JsonMappingException mapping
                ? mapping.getPath().stream()
                        .map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : step.getFieldName())
                        .collect(Collectors.joining("."))
                : "";
    }

    /** Jackson's messages go on for lines, with the source text: the field and the first line say what is wrong. */
    private static String firstLine(Exception e) {
        String field = field(e);
        String message = String.valueOf(
                switch (e) {
                    // What a record's own constructor says names its field; Jackson would put the class before it.
                    case ValueInstantiationException made
                    when made.getCause() != null -> made.getCause().getMessage();
                    case JsonProcessingException json -> json.getOriginalMessage();
                    default -> e.getMessage();
                });
        return UrlSecrets.clean((field.isEmpty() ? "" : field + ": ")
                + message.lines().findFirst().orElse(message));
    }

    private static void putIfKnown(Map<String, String> attributes, String name, String value) {
        if (value != null) {
            attributes.put(name, value);
        }
    }
}
