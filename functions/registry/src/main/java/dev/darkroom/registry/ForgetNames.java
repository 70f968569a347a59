package dev.darkroom.registry;

import dev.darkroom.events.Alias;
import dev.darkroom.events.ImageKey;
import dev.darkroom.registry.known.Placement;
import dev.darkroom.registry.store.Aliases;
import dev.darkroom.registry.store.Catalogues;
import dev.darkroom.registry.store.Tx;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Forgets aliases and variables that no catalogue names any more and that lead to no ID: nobody has been told of any, and they
 * would be missed for ever. The others stay, because somebody may go by them.
 */
final class ForgetNames {
    private ForgetNames() {}

    /**
     * Forgets what is to be forgotten of what a catalogue has taken out.
     *
     * @return the keys that it stood for
     */
    static Set<ImageKey> forget(Tx tx, Catalogues.Names gone) {
        var left = new TreeSet<ImageKey>();
        if (gone.aliases().isEmpty() && gone.variables().isEmpty()) {
            return left;
        }
        Catalogues.Names named = tx.catalogues().names();
        Set<Alias> said = tx.aliases().said().stream().map(Aliases.Said::alias).collect(Collectors.toSet());
        var aliases = new TreeMap<>(tx.aliases().all());
        aliases.keySet().retainAll(gone.aliases());
        aliases.keySet().removeIf(alias -> named.aliases().contains(alias) || said.contains(alias));
        var variables = new TreeMap<>(tx.aliases().wiring());
        variables.keySet().retainAll(gone.variables());
        variables.keySet().removeAll(named.variables());
        variables.values().removeIf(pointer -> said.contains(new Alias(pointer.to())) || isReady(tx, pointer.to()));
        tx.aliases().forget(aliases.keySet(), variables.keySet());
        aliases.values().forEach(pointer -> left.add(pointer.to()));
        variables.values().forEach(pointer -> left.add(new ImageKey(pointer.to())));
        return left;
    }

    private static boolean isReady(Tx tx, String key) {
        return tx.dossiers().load(new ImageKey(key)).placements().values().stream()
                .map(Placement::image)
                .anyMatch(Optional::isPresent);
    }
}
