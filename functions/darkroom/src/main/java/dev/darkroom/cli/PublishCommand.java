package dev.darkroom.cli;

import dev.darkroom.cli.ask.HttpRegistry;
import dev.darkroom.cli.document.CatalogueRead;
import dev.darkroom.cli.document.Mistake;
import dev.darkroom.cli.sync.PublishCatalogue;
import dev.darkroom.registry.query.CatalogueView.RefusedEntry;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;

/** {@code darkroom publish}. */
@Command(
        name = "publish",
        description = "Publishes a catalogue to a running Darkroom, and returns."
                + " Ends with 1 when entries are refused or passed over, with 2 when the catalogue is wrong.",
        footer = {
            "",
            "Example:",
            "  darkroom up --to cloud:mycloud &",
            "  darkroom publish catalogue.yaml",
            "  darkroom ids --wait 30m"
        })
final class PublishCommand implements Callable<Integer> {
    private static final String IMAGE = "images.";

    private final Session session;

    @Mixin
    private final CatalogueArguments arguments = new CatalogueArguments();

    PublishCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws InterruptedException {
        CatalogueRead catalogue = arguments.read(session);
        try (HttpRegistry registry = session.running()) {
            var publish = new PublishCatalogue(registry);
            boolean admitted = publish.publish(catalogue);
            List<RefusedEntry> refused = admitted ? publish.refused(catalogue) : List.of();
            WarnOfLooseEnds.say(session.console(), registry, catalogue);
            session.console()
                    .say("published catalogue " + catalogue.name() + ", "
                            + images(catalogue, refused) + ", to " + registry.base()
                            + "; " + session.command("image list") + " shows how they stand");
            if (!admitted) {
                session.console()
                        .say(
                                "the registry has not admitted all of it yet: until then, questions are answered without it;"
                                        + " its log and " + registry.base() + "/q/health may say why");
            }
            refused.forEach(each -> session.console().say(each.entry() + ": " + each.code() + ": " + each.message()));
            return refused.isEmpty() && catalogue.mistakes().isEmpty() ? ExitCode.OK : ExitCode.SOFTWARE;
        }
    }

    /** Such as {@code 5 of 6 images}. */
    private static String images(CatalogueRead catalogue, List<RefusedEntry> refused) {
        Set<String> all = new TreeSet<>();
        catalogue.keys().forEach(key -> all.add(IMAGE + key));
        Set<String> good = new TreeSet<>(all);
        refused.forEach(each -> good.remove(each.entry()));
        catalogue.mistakes().stream()
                .map(Mistake::entry)
                .filter(entry -> entry != null && entry.startsWith(IMAGE))
                .forEach(all::add);
        return (good.size() == all.size() ? "" : good.size() + " of ") + Counts.of(all.size(), "image");
    }
}
