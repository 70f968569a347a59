package dev.darkroom.convert;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.darkroom.events.DiskFormat;
import dev.darkroom.events.Texts;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;

/**
 * What {@code qemu-img info} says of an image. It repeats what the image's author wrote, so it is believed no more than the
 * image: whatever cannot be read without doubt is a disagreement.
 *
 * @param format      by qemu's name
 * @param virtualSize in bytes
 * @param foreign     something that leads out of the image, or makes it unreadable, as {@code field is value}
 */
record QemuInfo(String format, long virtualSize, Optional<String> foreign) {
    private static final int DEEPEST = 32;
    private static final int LONGEST_TEXT = 64 << 10;
    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEEPEST)
                            .maxStringLength(LONGEST_TEXT)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** Fields that name another file when they are there at all. */
    private static final Set<String> REFERENCES = Set.of(
            "backing-filename", "full-backing-filename", "backing-filename-format", "backing-image", "data-file");

    private static final Set<String> DEFECTS = Set.of("encrypted", "corrupt");

    /** What a name begins with that is JSON, and what {@link QemuImg} tells qemu of a VHD. */
    private static final String OPTIONS = "json:";

    private static final String SIZED_BY = "force_size_calc";
    private static final JsonNode VHD = JSON.createObjectNode()
            .put("driver", DiskFormat.VHD.qemu())
            .set("file", JSON.createObjectNode().put("driver", "file").put("filename", Workspace.SOURCE));

    /** What qemu-img said is not what it says of an image; the message says how. */
    static final class UnreadableException extends Exception {
        UnreadableException(String message) {
            super(message);
        }
    }

    /** Reads the answer to {@code qemu-img info --output=json}. */
    static QemuInfo parse(Whole output) throws UnreadableException {
        JsonNode image = read(output);
        JsonNode format = image.path("format");
        if (!format.isTextual()) {
            throw new UnreadableException("it names no format");
        }
        return new QemuInfo(format.textValue(), size(image, "virtual-size"), foreign(image));
    }

    /** Reads the answer to {@code qemu-img measure --output=json}: how large the output will be at most. */
    static long required(Whole output) throws UnreadableException {
        return size(read(output), "required");
    }

    /** Why this is not the image that we take it for; empty when it is. */
    Optional<String> disagreement(DiskFormat expected, long expectedSize) {
        if (!format.equals(expected.qemu())) {
            return Optional.of("format is " + Texts.quote(format) + ", not " + expected.qemu());
        }
        if (virtualSize != expectedSize) {
            return Optional.of("virtual-size is " + virtualSize + ", not " + expectedSize);
        }
        return foreign;
    }

    private static JsonNode read(Whole output) throws UnreadableException {
        try {
            JsonNode node = JSON.readTree(output.bytes());
            if (node.isObject()) {
                return node;
            }
        } catch (IOException e) {
            throw new UnreadableException("it is not JSON, or not unambiguous");
        }
        throw new UnreadableException("it is not a JSON object");
    }

    private static long size(JsonNode node, String field) throws UnreadableException {
        JsonNode size = node.path(field);
        if (!size.isIntegralNumber() || !size.canConvertToLong() || size.longValue() < 0) {
            throw new UnreadableException(field + " is " + shown(size) + ", not a number of bytes");
        }
        return size.longValue();
    }

    private static Optional<String> foreign(JsonNode node) {
        for (var field : node.properties()) {
            if (isForeign(field.getKey(), field.getValue())) {
                return Optional.of(field.getKey() + " is " + shown(field.getValue()));
            }
        }
        for (JsonNode child : node) {
            Optional<String> found = foreign(child);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private static String shown(JsonNode value) {
        return value.isTextual() ? Texts.quote(value.textValue()) : Texts.clean(value.toString());
    }

    /** By its name, or as JSON where qemu was told more than the name. */
    private static boolean isSource(String name) {
        if (!name.startsWith(OPTIONS)) {
            return name.equals(Workspace.SOURCE);
        }
        try {
            return JSON.readTree(name.substring(OPTIONS.length())) instanceof ObjectNode options
                    && options.without(SIZED_BY).equals(VHD);
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean isForeign(String field, JsonNode value) {
        return REFERENCES.contains(field)
                || field.equals("filename") && !isSource(value.asText())
                || DEFECTS.contains(field) && value.booleanValue();
    }
}
