package dev.darkroom.events;

/**
 * An entry of a catalogue was refused; the others go on.
 *
 * @param catalogue the catalogue that it came in
 * @param entry     where in it, such as {@code images.debian_12}
 * @param field     the field that is wrong; null when the entry as a whole is
 * @param value     the refused value, safe to show; null when there is none
 * @param code      {@code catalogue-invalid} or {@code key-changed}
 * @param message   a sentence for people, with the next step
 */
public record CatalogueRefused(
        CatalogueName catalogue, String entry, String field, String value, FailureCode code, String message)
        implements Event {
    public static final String TYPE = "dev.darkroom.catalogue.refused.v1";

    public CatalogueRefused {
        Fields.require("catalogue", catalogue);
        Fields.require("entry", entry);
        Fields.require("code", code);
        Fields.require("message", message);
    }

    @Override
    public EventType eventType() {
        return EventType.CATALOGUE_REFUSED;
    }

    @Override
    public String subject() {
        return catalogue.value();
    }

    @Override
    public Digest content() {
        return ContentHash.of(entry, field, value, code, message);
    }
}
