package dev.darkroom.registry.query;

import dev.darkroom.registry.store.Catalogues;
import java.util.List;

/**
 * A catalogue as it was last admitted.
 *
 * @param parts each part that was published
 */
public record CatalogueView(String name, List<Part> parts) {

    /**
     * One part.
     *
     * @param revision     how often it was admitted
     * @param eventId      the id of the event that published it last
     * @param images       how many good images it named
     * @param refusedCount how many of its entries were refused
     * @param refused      all of them; beyond the first two hundred, only which and why in a word
     */
    public record Part(
            int part,
            int revision,
            String eventId,
            String admittedAt,
            int images,
            int refusedCount,
            List<RefusedEntry> refused) {}

    /** An entry that was refused; field and value are null when the entry as a whole is wrong. */
    public record RefusedEntry(String entry, String field, String value, String code, String message) {}

    static Part of(Catalogues.Part part) {
        return new Part(
                part.part(),
                part.revision(),
                part.event().toString(),
                part.admittedAt().toString(),
                part.images(),
                part.refused().size(),
                part.refused().stream()
                        .map(each -> new RefusedEntry(
                                each.entry(),
                                each.field(),
                                each.value(),
                                each.code().label(),
                                each.message()))
                        .toList());
    }
}
