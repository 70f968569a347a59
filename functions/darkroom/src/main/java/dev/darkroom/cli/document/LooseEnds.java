package dev.darkroom.cli.document;

import dev.darkroom.events.Alias;
import dev.darkroom.events.ImageKey;
import dev.darkroom.registry.catalogue.Place;
import dev.darkroom.registry.catalogue.Tree;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Aliases and variables that lead to a name under which their own catalogue publishes nothing. */
final class LooseEnds {
    private final Gathered gathered;
    private final Set<String> keys;
    private final Map<String, String> aliases = new HashMap<>();
    private final List<LooseEnd> all = new ArrayList<>();

    /** @param keys the images that are published */
    LooseEnds(Gathered gathered, Set<String> keys) {
        this.gathered = gathered;
        this.keys = Set.copyOf(keys);
    }

    void alias(Alias alias, ImageKey key) {
        aliases.put(alias.value(), key.value());
        check(gathered.aliases().get(alias.value()).place(), true, "aliases." + alias, key.value());
    }

    /** To be called after all aliases. */
    void wire(String variable, String name) {
        String key = keys.contains(name) ? name : aliases.getOrDefault(name, name);
        check(gathered.wiring().get(variable).place(), false, "wiring." + variable, key);
    }

    List<LooseEnd> all() {
        return List.copyOf(all);
    }

    private void check(Place place, boolean alias, String entry, String name) {
        if (!keys.contains(name)) {
            String words = "leads to " + name
                    + (gathered.hasImage(name)
                                    || !Tree.isNull(gathered.aliases().get(name))
                            ? ", which is not published because of its mistakes"
                            : ", which no catalogue has named: a slip, unless another one brings it");
            all.add(new LooseEnd(alias, name, new Mistake(place.file(), place.line(), entry, null, words)));
        }
    }
}
