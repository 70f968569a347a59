package dev.darkroom.upload.directory;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.darkroom.events.FailureCode;
import dev.darkroom.events.FailureException;
import dev.darkroom.events.ImageKey;
import dev.darkroom.events.Texts;
import dev.darkroom.upload.PublishedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** {@code manifest.json}: which images lie in a directory and what they are, for programs and people. */
final class Manifest {
    static final String NAME = "manifest.json";
    private static final ObjectMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    private final Path file;
    private final TreeMap<String, ManifestEntry> images;
    private boolean there;

    private Manifest(Path file, boolean there, Map<String, ManifestEntry> images) {
        this.file = file;
        this.there = there;
        this.images = new TreeMap<>(images);
    }

    /** The document as it is written. */
    private record Document(Map<String, ManifestEntry> images) {}

    /**
     * Reads the manifest of a directory; an empty one when there is none.
     *
     * @throws FailureException {@code target-unknown} when it cannot be understood: it is not overwritten
     */
    static Manifest read(Path directory) throws IOException {
        Path file = directory.resolve(NAME);
        if (!isIn(directory)) {
            return new Manifest(file, false, Map.of());
        }
        try (InputStream in = Files.newInputStream(file)) {
            Document document = JSON.readValue(in, Document.class);
            if (document == null) {
                throw unreadable(FailureCode.TARGET_UNKNOWN, file, "it is null", null);
            }
            return new Manifest(file, true, document.images() == null ? Map.of() : document.images());
        } catch (JsonProcessingException e) {
            throw unreadable(FailureCode.TARGET_UNKNOWN, file, e.getOriginalMessage(), e);
        }
    }

    static boolean isIn(Path directory) {
        return Files.exists(directory.resolve(NAME));
    }

    /** Whether there is one: it was read, or has been written. */
    boolean isThere() {
        return there;
    }

    /** The images that it names. @throws FailureException {@code target-refused} when a name cannot be one */
    List<ImageKey> keys() {
        try {
            return images.keySet().stream().map(ImageKey::new).toList();
        } catch (IllegalArgumentException e) {
            throw unreadable(FailureCode.TARGET_REFUSED, file, "images: " + e.getMessage(), e);
        }
    }

    /** What the manifest says of an image. */
    Optional<ManifestEntry> entry(ImageKey key) {
        return Optional.ofNullable(images.get(key.value()));
    }

    /** What never changes about it. @throws FailureException {@code target-refused} when the entry is damaged */
    Optional<PublishedImage> published(ImageKey key) {
        try {
            return entry(key).map(entry -> entry.published(key));
        } catch (IllegalArgumentException e) {
            throw unreadable(FailureCode.TARGET_REFUSED, file, "images." + key + ": " + e.getMessage(), e);
        }
    }

    /** Notes an image. @return whether that changes anything */
    boolean note(ImageKey key, ManifestEntry entry) {
        return !entry.equals(images.put(key.value(), entry));
    }

    /** Replaces the file in one step. */
    void write() throws IOException {
        DurableFiles.replace(file, part -> {
            try (var out = Files.newOutputStream(part)) {
                JSON.writerWithDefaultPrettyPrinter().writeValue(out, new Document(images));
            }
        });
        there = true;
    }

    private static FailureException unreadable(FailureCode code, Path file, String why, Exception cause) {
        return new FailureException(
                code, file + " cannot be understood: " + Texts.clean(why) + "; mend it, or move it away", cause);
    }
}
