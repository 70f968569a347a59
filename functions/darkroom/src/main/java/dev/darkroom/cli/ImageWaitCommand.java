package dev.darkroom.cli;

import dev.darkroom.cli.ask.HttpRegistry;
import dev.darkroom.cli.ask.Outage;
import dev.darkroom.cli.ask.UnansweredException;
import dev.darkroom.cli.output.ListOptions;
import dev.darkroom.cli.sync.Outcome;
import dev.darkroom.cli.sync.Patience;
import dev.darkroom.registry.query.ChooseTarget;
import dev.darkroom.registry.query.Refusal;
import java.util.Collection;
import java.util.LinkedHashSet;
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
                "Waits until images of a running Darkroom are ready or have failed, with --timeout also for names that it"
                        + " does not know yet. Ends with 0 when all are ready.",
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
            Patience patience = waiting.patience();
            patience.forgive(registry.images());
            targets(registry); // Else a slip would be told only after the wait for a name.
            var keys = new LinkedHashSet<String>();
            for (String name : names) {
                keys.add(key(registry, name));
            }
            List<Outcome> outcomes =
                    waiting.await(session, registry, patience, waiting.outage(), keys, targets(registry));
            return OutcomeReport.write(session.console(), output, outcomes);
        }
    }

    /** A name that nobody knows may be to come; without an end to the waiting, nobody would hear of a slip. */
    private String key(HttpRegistry registry, String name) throws InterruptedException {
        try {
            return registry.image(name).key();
        } catch (UnansweredException e) {
            if (waiting.timeout() == null || !isUnknown(e)) {
                throw e;
            }
            session.console().say(e.getMessage() + "; waiting for it");
        }
        return awaitedKey(registry, name);
    }

    /** The name itself when the time is over. */
    private String awaitedKey(HttpRegistry registry, String name) throws InterruptedException {
        Outage outage = waiting.outage();
        while (!session.deadline().over()) {
            Thread.sleep(Workplace.PAUSE);
            try {
                return registry.image(name).key();
            } catch (UnansweredException e) {
                if (isUnknown(e)) {
                    outage.over();
                } else {
                    outage.endure(e);
                }
            }
        }
        return name;
    }

    private static boolean isUnknown(UnansweredException e) {
        return e.code().equals(Refusal.KEY_UNKNOWN.label());
    }

    private Collection<String> targets(HttpRegistry registry) {
        Collection<String> known = Workplace.served(session, registry);
        if (target != null && !known.contains(target)) {
            throw CommandException.failed(ChooseTarget.unknown(target, known));
        }
        return target == null ? known : List.of(target);
    }
}
