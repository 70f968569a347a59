package dev.darkroom.cli;

import dev.darkroom.cli.TargetOptions.Place;
import dev.darkroom.cli.ask.HttpRegistry;
import dev.darkroom.cli.ask.Outage;
import dev.darkroom.cli.ask.UnansweredException;
import dev.darkroom.events.DiskFormat;
import dev.darkroom.registry.query.TargetView;
import dev.darkroom.serve.Server;
import dev.darkroom.serve.data.DataDirectory;
import dev.darkroom.serve.settings.DataDirectoryHeldException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.ExitCode;

/** A Darkroom that works on what it is given: one that runs already, or one in this process, which ends with this. */
final class Workplace implements AutoCloseable {
    /** It is known that a cloud does not answer when a connection to it has timed out. */
    private static final Duration UNTIL_LOOKED = Duration.ofMinutes(1);

    private static final Duration LOOK = Duration.ofMillis(50);

    /** Between two questions to one that does not answer, or not as it is waited for. */
    static final Duration PAUSE = Duration.ofMillis(500);

    private final HttpRegistry registry;
    private final Collection<String> targets;
    private final Server own; // null when it runs elsewhere

    private Workplace(HttpRegistry registry, Collection<String> targets, Server own) {
        this.registry = registry;
        this.targets = List.copyOf(targets);
        this.own = own;
    }

    /**
     * The Darkroom that runs, if one does; else one in this process, on free ports. One that publishes elsewhere is
     * waited for where it is another command's, and ends by itself.
     *
     * @param before the targets, and where they are, of one that was used and has ended; null: there was none
     * @param outage of one that may end before it is asked for the first time
     */
    static Workplace open(Session session, Job job, Map<String, String> before, Outage outage)
            throws InterruptedException {
        boolean waits = false;
        while (true) {
            Optional<HttpRegistry> running = session.running(job.data());
            if (running.isPresent()) {
                HttpRegistry registry = running.get();
                try {
                    return use(registry, session, job.targets());
                } catch (UnansweredException e) {
                    registry.close();
                    if (!registry.forOneCommand() || session.deadline().over()) {
                        throw e;
                    }
                    outage.endure(e);
                } catch (CommandException e) {
                    registry.close();
                    if (!registry.forOneCommand() || e.exitCode() == ExitCode.USAGE) {
                        throw e;
                    }
                    outage.over();
                    if (!waits) {
                        session.console().say(e.getMessage() + ". It is another command's: waiting for its end");
                        waits = true;
                    }
                    if (session.deadline().over()) {
                        throw e;
                    }
                }
                Thread.sleep(PAUSE);
                continue;
            }
            if (before != null) {
                if (session.deadline().over()) {
                    throw CommandException.failed("the Darkroom that was used has ended, and the time is over");
                }
                requireSamePlaces(session, job, before);
            }
            try {
                return start(session, job);
            } catch (DataDirectoryHeldException e) {
                // Somebody else was quicker, and serves now.
            }
        }
    }

    /** Who said nothing of targets has used those of the other: to publish elsewhere is not to go on. */
    private static void requireSamePlaces(Session session, Job job, Map<String, String> before) {
        boolean ours = !job.targets().places().isEmpty() || session.settings().names("darkroom.targets");
        var usual = Map.of(Server.USUAL_TARGET, job.data().images().toString());
        if (!ours && !before.equals(usual)) {
            throw CommandException.failed("the Darkroom that was used has ended; it published to " + before
                    + ", and this one would to " + usual + ": say where with --to");
        }
    }

    private static Workplace start(Session session, Job job) throws InterruptedException {
        DataDirectory data = session.inTime(job.data());
        session.console().say("starting (log: " + data.log() + ")");
        Server server = new StartServer(session, data, job.settings())
                .start(job.targets(), true, 0, 0, session.options().verbose() ? null : data.log());
        server.lesserSandbox().ifPresent(session.console()::say);
        HttpRegistry registry = HttpRegistry.here(server.http(), server.token(), session.deadline());
        awaitLook(session, server);
        return new Workplace(registry, server.targets(), server);
    }

    private static Workplace use(HttpRegistry registry, Session session, TargetOptions targets) {
        GlobalOptions options = session.options();
        Collection<String> served = served(session, registry, targets);
        if (options.config() != null || !options.settings().isEmpty()) {
            session.console()
                    .say("settings belong to the Darkroom that runs at " + registry.base()
                            + ": -D and --config are not used here");
        }
        return new Workplace(registry, served, null);
    }

    HttpRegistry registry() {
        return registry;
    }

    /** The names of the targets that it publishes to. */
    Collection<String> targets() {
        return targets;
    }

    /** Where those are, by their names. */
    Map<String, String> locations() {
        Map<String, TargetView> known = registry.targets();
        return targets.stream()
                .filter(known::containsKey)
                .collect(Collectors.toMap(name -> name, name -> known.get(name).location()));
    }

    @Override
    public void close() throws InterruptedException {
        registry.close();
        if (own != null) {
            own.close();
        }
    }

    /** What was wrong with a target before must not be taken for what is wrong now, nor what was there for what is there. */
    private static void awaitLook(Session session, Server server) throws InterruptedException {
        long deadline = System.nanoTime() + UNTIL_LOOKED.toNanos();
        while (!server.unseen().isEmpty()) {
            if (System.nanoTime() > deadline || session.deadline().over()) {
                session.console()
                        .say("it is not known yet which images are at " + String.join(", ", server.unseen())
                                + ": what was ready there counts as ready");
                return;
            }
            Thread.sleep(LOOK);
        }
    }

    /** All targets of a Darkroom that runs. */
    static List<String> served(Session session, HttpRegistry registry) {
        return served(session, registry, registry.targets());
    }

    private static List<String> served(Session session, HttpRegistry registry, Map<String, TargetView> known) {
        List<String> served = known.values().stream()
                .filter(TargetView::served)
                .map(TargetView::name)
                .toList();
        if (served.isEmpty()) {
            throw CommandException.failed("no target has announced itself to the Darkroom at " + registry.base()
                    + ": ask again in a moment; " + session.command("target list")
                    + " shows which targets there are");
        }
        return served;
    }

    /** The targets of a Darkroom that runs; it must publish to the places that are asked for, and as it is asked to. */
    private static List<String> served(Session session, HttpRegistry registry, TargetOptions wanted) {
        Map<String, TargetView> known = registry.targets();
        List<String> served = served(session, registry, known);
        if (wanted.places().isEmpty()) {
            return served;
        }
        var names = new NameTargets(known);
        var chosen = new ArrayList<String>();
        for (Place place : wanted.places()) {
            String name = names.known(place)
                    .filter(served::contains)
                    .orElseThrow(() -> CommandException.failed(
                            "the Darkroom at " + registry.base() + " does not publish to " + place
                                    + ": stop it, or start it with this --to; it publishes to "
                                    + String.join(", ", served)));
            requireFormat(registry, place, known.get(name), wanted.diskFormat());
            chosen.add(name);
        }
        return chosen;
    }

    private static void requireFormat(HttpRegistry registry, Place place, TargetView target, DiskFormat wanted) {
        if (wanted == null || wanted.label().equals(target.diskFormat())) {
            return;
        }
        throw CommandException.failed("the Darkroom at " + registry.base() + " publishes to " + place + " in "
                + (target.diskFormat() == null ? "each image's own format" : "the format " + target.diskFormat())
                + ", not in " + wanted + ": stop it and start it with this --disk-format, or leave out"
                + " --disk-format here");
    }
}
