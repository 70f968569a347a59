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
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
            Collection<String> keys = keys(registry);
            List<Outcome> outcomes =
                    waiting.await(session, registry, patience, waiting.outage(), keys, targets(registry));
            return OutcomeReport.write(session.console(), output, outcomes);
        }
    }

    /** A name that nobody knows may be to come; without an end to the waiting, nobody would hear of a slip. */
    private Collection<String> keys(HttpRegistry registry) throws InterruptedException {
        var keys = new LinkedHashMap<String, String>();
        var unknown = new LinkedHashSet<String>();
        for (String name : names) {
            try {
                keys.put(name, registry.image(name).key());
            } catch (UnansweredException e) {
                if (waiting.timeout() == null || !isUnknown(e)) {
                    throw e;
                }
                session.console().say(e.getMessage() + "; waiting for it");
                keys.put(name, name); // As long as nobody knows more of it.
                unknown.add(name);
            }
        }
        await(registry, unknown, keys);
        return new LinkedHashSet<>(keys.values());
    }

    private void await(HttpRegistry registry, Set<String> unknown, Map<String, String> keys)
            throws InterruptedException {
        Outage outage = waiting.outage();
        while (!unknown.isEmpty() && !session.deadline().over()) {
            Thread.sleep(Workplace.PAUSE);
            try {
                unknown.removeIf(name -> isKnown(registry, name, keys));
                outage.over();
            } catch (UnansweredException e) {
                outage.endure(e);
            }
        }
    }

    private static boolean isKnown(HttpRegistry registry, String name, Map<String, String> keys) {
        try {
            keys.put(name, registry.image(name).key());
            return true;
        } catch (UnansweredException e) {
            if (isUnknown(e)) {
                return false;
            }
            throw e;
        }
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
