package dev.darkroom.events;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The registry asks for what targets lack.
 *
 * @param key     the image
 * @param spec    what the catalogue says of it
 * @param formats the formats that some target still wants; empty when only metadata has to be repaired
 * @param updates targets that have the image with other metadata, and its ID there: they repair it in place
 * @param attempt how often it was asked before
 * @param catalogueEvent the id of the {@code catalogue.updated} that asked for it last; null when it is not known
 */
public record ImageRequested(
        ImageKey key,
        ImageSpec spec,
        List<DiskFormat> formats,
        Map<TargetName, ImageId> updates,
        int attempt,
        UUID catalogueEvent)
        implements Event {
    public ImageRequested {
        Fields.require("key", key);
        Fields.require("spec", spec);
        formats = Fields.sorted("formats", formats);
        updates = updates == null ? Map.of() : Fields.sorted("updates", updates);
        Fields.requireAttempt(attempt);
    }

    @Override
    public String subject() {
        return key.value();
    }

    @Override
    public Optional<UUID> correlation() {
        return Optional.ofNullable(catalogueEvent);
    }

    @Override
    public Digest content() {
        return ContentHash.of(spec.identity(), spec.presentation(), formats, updates, attempt);
    }
}
