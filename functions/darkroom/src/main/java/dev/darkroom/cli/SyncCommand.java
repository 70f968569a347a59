package dev.darkroom.cli;

import dev.darkroom.cli.document.CatalogueRead;
import dev.darkroom.cli.output.ListOptions;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code darkroom sync}. */
@Command(
        name = "sync",
        description = "Publishes a catalogue, waits until every image is ready or has failed, and prints the IDs."
                + " Run it again and it goes on where it was. Ends with 0 when all are ready, with 1 when one is not or"
                + " a target cannot be looked at,"
                + " with 2 when the catalogue or a setting is wrong.",
        footer = {
            "",
            "Examples:",
            "  darkroom sync catalogue.yaml --to cloud:mycloud --disk-format raw",
            "  darkroom sync catalogue.yaml --to dir:/srv/images -f value -c Key -c ID"
        })
final class SyncCommand implements Callable<Integer> {
    private final Session session;

    @Mixin
    private final CatalogueArguments catalogue = new CatalogueArguments();

    @Mixin
    private final TargetOptions targets = new TargetOptions();

    @Mixin
    private final WaitOptions waiting = new WaitOptions();

    @Mixin
    private final ListOptions output = new ListOptions();

    SyncCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws InterruptedException {
        UnusedProxies.say(session.console());
        CatalogueRead read = catalogue.read(session);
        session.waitAtMost(waiting.timeout());
        return new Sync(session, waiting).run(new Job(read, session.ownData(), targets, Map.of()), output);
    }
}
