package dev.darkroom.cli;

import dev.darkroom.cli.ask.HttpRegistry;
import dev.darkroom.cli.ask.UnansweredException;
import dev.darkroom.cli.document.Mistake;
import dev.darkroom.cli.document.ReadCatalogue;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Says which aliases and variables of a catalogue lead to a name that no catalogue has. */
final class WarnOfSlips {
    private WarnOfSlips() {}

    static void say(Console console, HttpRegistry registry, ReadCatalogue catalogue) {
        List<Mistake> loose = catalogue.loose();
        if (loose.isEmpty()) {
            return;
        }
        Set<String> keys;
        Set<String> names;
        try {
            keys = registry.images().keySet();
            names = new HashSet<>(registry.aliases().keySet());
        } catch (UnansweredException e) {
            return; // Who may only publish may not ask; and published it is.
        }
        names.addAll(keys);
        loose.stream() // An alias leads to a key only, a variable to an alias too.
                .filter(each -> !(each.entry().startsWith("aliases.") ? keys : names).contains(each.value()))
                .forEach(each -> console.err().println("warning: " + CatalogueArguments.line(each)));
    }
}
