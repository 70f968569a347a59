package dev.darkroom.cli;

import dev.darkroom.cli.ask.HttpRegistry;
import dev.darkroom.cli.output.ListOptions;
import dev.darkroom.cli.sync.Outcome;
import dev.darkroom.cli.sync.Patience;
import dev.darkroom.registry.query.ChooseTarget;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code darkroom image wait}. */
@Command(
        name = "wait",
        description =
                "Waits until images of a running Darkroom are ready or have failed. Ends with 0 when all are ready.",
        footer = {"", "Example:", "  darkroom image wait debian_12_20260801 --timeout 30m"})
final class ImageWaitCommand implements Callable<Integer> {
    private final Session session;

    @Mixin
    private final WaitOptions waiting = new WaitOptions();

    @Mixin
    private final ListOptions output = new ListOptions();

    @Option(names = "--target", paramLabel = "NAME", description = "Only there.")
    private String target;

    @Parameters(paramLabel = "KEY", arity = "1..*", description = "Keys, or aliases that point at them.")
    private List<String> names;

    ImageWaitCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws InterruptedException {
        session.waitAtMost(waiting.timeout());
        try (HttpRegistry registry = session.running();
                var notice = new StopNotice(session)) {
            List<String> keys = names.stream()
                    .map(name -> registry.image(name).key())
                    .distinct()
                    .toList();
            Patience patience = waiting.patience();
            patience.forgive(registry.images());
            List<Outcome> outcomes =
                    waiting.await(session, registry, patience, waiting.outage(), keys, targets(registry));
            return OutcomeReport.write(session.console(), output, outcomes);
        }
    }

    private Collection<String> targets(HttpRegistry registry) {
        Collection<String> known = Workplace.served(session, registry);
        if (target != null && !known.contains(target)) {
            throw CommandException.failed(ChooseTarget.unknown(target, known));
        }
        return target == null ? known : List.of(target);
    }
}
