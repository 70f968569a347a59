package dev.darkroom.events;

import java.util.Optional;
import java.util.UUID;

/**
 * An alias points at another image at a target; said when the new image is ready there.
 *
 * @param alias     the alias
 * @param target    where
 * @param oldKey    the key that it pointed at; null for a new alias
 * @param oldId     that image's ID; null for a new alias
 * @param newKey    the key that it points at now
 * @param newId     that image's ID
 * @param catalogue the catalogue that has pointed it there
 * @param catalogueEvent the id of the {@code catalogue.updated} that has pointed it there
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
        Fields.require("new_key", newKey);
        Fields.require("new_id", newId);
        Fields.require("catalogue", catalogue);
        Fields.require("catalogue_event", catalogueEvent);
    }

    @Override
    public String subject() {
        return newKey.value();
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
