package dev.darkroom.cli.document;

import dev.darkroom.registry.catalogue.Place;
import java.util.ArrayList;
import java.util.List;

/** Aliases and variables that lead to a name which their own catalogue does not have. */
final class LooseEnds {
    private final Gathered gathered;
    private final List<Mistake> all = new ArrayList<>();

    LooseEnds(Gathered gathered) {
        this.gathered = gathered;
    }

    void alias(String alias, String key) {
        if (!gathered.hasImage(key)) {
            add(gathered.aliases().get(alias).place(), "aliases." + alias, key);
        }
    }

    void wire(String variable, String name) {
        if (!gathered.hasImage(name) && !gathered.aliases().containsKey(name)) {
            add(gathered.wiring().get(variable).place(), "wiring." + variable, name);
        }
    }

    List<Mistake> all() {
        return List.copyOf(all);
    }

    private void add(Place place, String entry, String name) {
        all.add(new Mistake(
                place.file(),
                place.line(),
                entry,
                null,
                name,
                "leads to " + name + ", which no catalogue has named: a slip, unless another one brings it"));
    }
}
