package dev.darkroom.events;

import java.util.Optional;
import java.util.UUID;

/**
 * Something that happened. Sealed, because the set of types is the published contract: a new one is a change of every
 * consumer's world, and the compiler shows where.
 */
public sealed interface Event
        permits CatalogueUpdated,
                CatalogueRefused,
                TargetAnnounced,
                ImageRequested,
                ImageFetched,
                ImageConverted,
                ImageReady,
                ImageFailed,
                AliasMoved,
                ImageSettled {

    default EventType eventType() {
        return switch (this) {
            case CatalogueUpdated any -> EventType.CATALOGUE_UPDATED;
            case CatalogueRefused any -> EventType.CATALOGUE_REFUSED;
            case TargetAnnounced any -> EventType.TARGET_ANNOUNCED;
            case ImageRequested any -> EventType.IMAGE_REQUESTED;
            case ImageFetched any -> EventType.IMAGE_FETCHED;
            case ImageConverted any -> EventType.IMAGE_CONVERTED;
            case ImageReady any -> EventType.IMAGE_READY;
            case ImageFailed any -> EventType.IMAGE_FAILED;
            case AliasMoved any -> EventType.ALIAS_MOVED;
            case ImageSettled any -> EventType.IMAGE_SETTLED;
        };
    }

    /** The CloudEvents {@code subject}: the image key, or the catalogue or target where there is none. */
    String subject();

    /** The Kafka record key, also the {@code partitionkey} extension: events of one record key stay in order. */
    default String recordKey() {
        return subject();
    }

    /** What makes two sendings the same event, beside type and record key. */
    Digest content();

    /** The function that says it, for the {@code source} attribute {@code /darkroom/<function>}. */
    default String function() {
        return eventType().function();
    }

    /** The catalogue event that it goes back to, where the event itself knows; else it is that of the event that caused it. */
    default Optional<UUID> correlation() {
        return Optional.empty();
    }

    /**
     * The CloudEvents {@code id}: a function of the content, so that a re-send is visibly the same event. It names what is said,
     * not the saying: when a thing returns to how it was, such as an alias that is moved and moved back, the id comes again and
     * is news. Whoever leaves out what was sent again compares it with the last id of the same type and record key, never with
     * all ids.
     */
    default UUID id() {
        return Uuids.version5(
                Uuids.DARKROOM,
                eventType().type() + "/" + recordKey() + "/" + content().hex());
    }
}
