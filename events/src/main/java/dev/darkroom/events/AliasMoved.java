package dev.darkroom.events;

import java.util.Optional;
import java.util.UUID;

/**
 * An alias points at another image at a target; said when the new image is ready there. Or it is taken away there, and points
 * at none.
 *
 * @param alias     the alias
 * @param target    where
 * @param oldKey    the key that it pointed at; null for a new alias
 * @param oldId     that image's ID; null for a new alias
 * @param newKey    the key that it points at now; null for an alias that is taken away
 * @param newId     that image's ID; null for an alias that is taken away
 * @param catalogue the catalogue that has pointed it there, or has taken it away
 * @param catalogueEvent the id of the {@code catalogue.updated} that has done so
 */
public record AliasMoved(
        Alias alias,
        TargetName target,
        ImageKey oldKey,
        ImageId oldId,
        ImageKey newKey,
        ImageId newId,
        CatalogueName catalogue,
        UUID catalogueEvent)
        implements Event {
    public AliasMoved {
        Fields.require("alias", alias);
        Fields.require("target", target);
        boolean away = newKey == null && newId == null;
        Fields.require(away ? "old_key" : "new_key", away ? oldKey : newKey);
        Fields.require(away ? "old_id" : "new_id", away ? oldId : newId);
        Fields.require("catalogue", catalogue);
        Fields.require("catalogue_event", catalogueEvent);
    }

    @Override
    public String subject() {
        return (newKey == null ? oldKey : newKey).value();
    }

    @Override
    public String recordKey() {
        return target + "/" + alias;
    }

    @Override
    public Optional<UUID> correlation() {
        return Optional.of(catalogueEvent);
    }

    @Override
    public Digest content() {
        return ContentHash.of(oldKey, oldId, newKey, newId);
    }
}
