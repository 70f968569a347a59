package dev.darkroom.events;

import java.util.Optional;
import java.util.UUID;

/**
 * An entry of a catalogue was refused; the others go on.
 *
 * @param catalogue the catalogue that it came in
 * @param entry     where in it, such as {@code images.debian_12}
 * @param field     the field that is wrong; null when the entry as a whole is
 * @param value     the refused value, safe to show; null when there is none
 * @param code      {@code catalogue-invalid} or {@code key-changed}
 * @param message   a sentence for people, with the next step
 * @param catalogueEvent the id of the {@code catalogue.updated} that it came in; null when it is not known
 */
public record CatalogueRefused(
        CatalogueName catalogue,
        String entry,
        String field,
        String value,
        FailureCode code,
        String message,
        UUID catalogueEvent)
        implements Event {
    public CatalogueRefused {
        Fields.require("catalogue", catalogue);
        Fields.require("entry", entry);
        Fields.require("code", code);
        Fields.require("message", message);
    }

    public CatalogueRefused(
            CatalogueName catalogue, String entry, String field, String value, FailureCode code, String message) {
        this(catalogue, entry, field, value, code, message, null);
    }

    /** The same, as it is said of the event that it came in. */
    public CatalogueRefused cameIn(UUID event) {
        return new CatalogueRefused(catalogue, entry, field, value, code, message, event);
    }

    @Override
    public String subject() {
        return catalogue.value();
    }

    @Override
    public Optional<UUID> correlation() {
        return Optional.ofNullable(catalogueEvent);
    }

    @Override
    public Digest content() {
        return ContentHash.of(entry, field, value, code, message);
    }
}
