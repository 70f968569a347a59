package dev.darkroom.cli;

import dev.darkroom.cli.ask.HttpRegistry;
import dev.darkroom.cli.document.ReadCatalogue;
import dev.darkroom.cli.sync.PublishCatalogue;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;

/** {@code darkroom publish}. */
@Command(
        name = "publish",
        description = "Publishes a catalogue to a running Darkroom, and returns.",
        footer = {
            "",
            "Example:",
            "  darkroom up --to cloud:mycloud &",
            "  darkroom publish catalogue.yaml",
            "  darkroom ids --wait 30m"
        })
final class PublishCommand implements Callable<Integer> {
    private final Session session;

    @Mixin
    private final CatalogueArguments arguments = new CatalogueArguments();

    PublishCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws InterruptedException {
        ReadCatalogue catalogue = arguments.read(session);
        try (HttpRegistry registry = session.running()) {
            boolean admitted = new PublishCatalogue(registry).publish(catalogue);
            WarnOfLooseEnds.say(session.console(), registry, catalogue);
            session.console()
                    .say("published catalogue " + catalogue.name() + ", "
                            + Counts.of(catalogue.keys().size(), "image") + ", to " + registry.base()
                            + "; " + session.command("image list") + " shows how they stand");
            if (!admitted) {
                session.console()
                        .say(
                                "the registry has not admitted all of it yet: until then, questions are answered without it;"
                                        + " its log and " + registry.base() + "/q/health may say why");
            }
        }
        return ExitCode.OK;
    }
}
