package dev.darkroom.cli;

import dev.darkroom.cli.ask.HttpRegistry;
import dev.darkroom.cli.ask.UnansweredException;
import dev.darkroom.cli.document.CatalogueRead;
import dev.darkroom.cli.document.LooseEnd;
import dev.darkroom.registry.access.Problem;
import java.util.HashSet;
import java.util.Set;

/** Says which aliases and variables of a catalogue lead to a name that no catalogue has. */
final class WarnOfLooseEnds {
    private WarnOfLooseEnds() {}

    static void say(Console console, HttpRegistry registry, CatalogueRead catalogue) {
        if (catalogue.looseEnds().isEmpty()) {
            return;
        }
        Set<String> keys;
        Set<String> names;
        try {
            keys = registry.images().keySet();
            names = new HashSet<>(registry.aliases().keySet());
        } catch (UnansweredException e) {
            if (!e.code().equals(Problem.RIGHT_MISSING)) { // Who may only publish may not ask.
                console.say(
                        "it could not be checked that every alias and variable leads to an image: " + e.getMessage());
            }
            return;
        }
        names.addAll(keys);
        for (LooseEnd each : catalogue.looseEnds()) {
            if (!(each.alias() ? keys : names).contains(each.name())) {
                console.err().println("warning: " + CatalogueArguments.line(each.warning()));
            }
        }
    }
}
