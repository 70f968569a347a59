package dev.darkroom.registry;

import dev.darkroom.events.Alias;
import dev.darkroom.events.AliasMoved;
import dev.darkroom.events.ImageKey;
import dev.darkroom.events.TargetName;
import dev.darkroom.registry.known.Dossier;
import dev.darkroom.registry.known.Placement;
import dev.darkroom.registry.known.Ready;
import dev.darkroom.registry.store.Aliases;
import dev.darkroom.registry.store.Tx;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** Says that an alias points at another image, at each target where that image is ready, or that it is taken away. */
final class MoveAliases {
    private MoveAliases() {}

    private record Place(Alias alias, TargetName target) {}

    /**
     * Says of each alias where it points now, or that it does not any more.
     *
     * @param dossiers of all the keys that the aliases point at
     */
    static void follow(
            Tx tx, Map<Alias, Aliases.Pointer<ImageKey>> aliases, Map<ImageKey, Dossier> dossiers, Instant now) {
        if (aliases.isEmpty()) {
            return;
        }
        var said = new HashMap<Place, Aliases.Said>();
        tx.aliases().said(aliases.keySet()).forEach(each -> {
            Aliases.Pointer<ImageKey> pointer = aliases.get(each.alias());
            if (pointer.to() == null) {
                end(tx, each, pointer);
            } else {
                said.put(new Place(each.alias(), each.target()), each);
            }
        });
        aliases.forEach((alias, pointer) -> {
            Map<TargetName, Placement> placements =
                    pointer.to() == null ? Map.of() : dossiers.get(pointer.to()).placements();
            placements.forEach((target, placement) -> placement
                    .image()
                    .ifPresent(ready -> move(
                            tx, new Place(alias, target), pointer, ready, said.get(new Place(alias, target)), now)));
        });
    }

    /** Says the new ID of an image that aliases still stand for, where what they point at is not ready yet. */
    static void stay(Tx tx, Dossier image, Instant now) {
        var standing = tx.aliases().standingFor(image.key());
        tx.aliases().said(standing.keySet()).stream()
                .filter(said -> said.key().equals(image.key()))
                .forEach(said -> image.placement(said.target()).image().ifPresent(ready -> {
                    var pointer = standing.get(said.alias());
                    var here = new Aliases.Pointer<>(image.key(), pointer.by(), pointer.event());
                    move(tx, new Place(said.alias(), said.target()), here, ready, said, now);
                }));
    }

    /** Has a new alias stand for the images of the key whose name it takes, until those are ready that it points at. */
    static void inherit(Tx tx, Alias alias, Dossier key, Instant now) {
        key.placements()
                .forEach((target, placement) -> placement
                        .image()
                        .ifPresent(ready ->
                                tx.aliases().say(new Aliases.Said(alias, target, key.key(), ready.imageId(), now))));
    }

    private static void end(Tx tx, Aliases.Said said, Aliases.Pointer<ImageKey> nowhere) {
        if (!isOf(said.alias(), said.key())) {
            tx.say(new AliasMoved(
                    said.alias(), said.target(), said.key(), said.id(), null, null, nowhere.by(), nowhere.event()));
        }
        tx.aliases().forget(said);
    }

    private static void move(
            Tx tx, Place place, Aliases.Pointer<ImageKey> pointer, Ready ready, Aliases.Said before, Instant now) {
        ImageKey key = pointer.to();
        if (before != null && before.key().equals(key) && before.id().equals(ready.imageId())) {
            return;
        }
        if (!isOf(place.alias(), key)) {
            tx.say(new AliasMoved(
                    place.alias(),
                    place.target(),
                    before == null ? null : before.key(),
                    before == null ? null : before.id(),
                    key,
                    ready.imageId(),
                    pointer.by(),
                    pointer.event()));
        }
        tx.aliases().say(new Aliases.Said(place.alias(), place.target(), key, ready.imageId(), now));
    }

    /** Whether the alias has the name of the key: as long as it stands for that, nobody need know that it is an alias. */
    private static boolean isOf(Alias alias, ImageKey key) {
        return alias.value().equals(key.value());
    }
}
