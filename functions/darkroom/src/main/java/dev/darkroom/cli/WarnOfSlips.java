package dev.darkroom.cli;

import dev.darkroom.cli.ask.HttpRegistry;
import dev.darkroom.cli.ask.UnansweredException;
import dev.darkroom.registry.document.Mistake;
import dev.darkroom.registry.document.ReadCatalogue;
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
        Set<String> known;
        try {
            known = new HashSet<>(registry.images().keySet());
            known.addAll(registry.aliases().keySet());
        } catch (UnansweredException e) {
            return; // Who may only publish may not ask; and published it is.
        }
        loose.stream()
                .filter(each -> !known.contains(each.value()))
                .forEach(each -> console.err().println("warning: " + CatalogueArguments.line(each)));
    }
}
