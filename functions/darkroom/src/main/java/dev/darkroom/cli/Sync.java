package dev.darkroom.cli;

import dev.darkroom.cli.ask.HttpRegistry;
import dev.darkroom.cli.ask.Outage;
import dev.darkroom.cli.ask.UnansweredException;
import dev.darkroom.cli.document.CatalogueRead;
import dev.darkroom.cli.output.ListOptions;
import dev.darkroom.cli.sync.AwaitAdmission;
import dev.darkroom.cli.sync.Outcome;
import dev.darkroom.cli.sync.Patience;
import dev.darkroom.cli.sync.PublishCatalogue;
import dev.darkroom.events.FailureCode;
import dev.darkroom.events.ImageKey;
import dev.darkroom.events.Topic;
import dev.darkroom.registry.query.CatalogueView.RefusedEntry;
import dev.darkroom.registry.query.TargetView;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.ExitCode;

/** The whole of a synchronisation: publish, admit, wait, report. */
final class Sync {
    private static final String IMAGE = "images.";

    private final Session session;
    private final WaitOptions waiting;

    Sync(Session session, WaitOptions waiting) {
        this.session = session;
        this.waiting = waiting;
    }

    /**
     * Publishes where Darkroom runs already, or in this process. Another {@code sync} on the same data directory ends when its
     * own work is done: then this one goes on by itself.
     *
     * @return the exit code
     */
    int run(Job job, ListOptions output) throws InterruptedException {
        Patience patience = waiting.patience();
        Outage outage = waiting.outage();
        Map<String, String> targets = null; // Of the Darkroom that was used before.
        boolean forOneCommand = false;
        while (true) {
            try (Workplace place = Workplace.open(session, job, targets, outage);
                    var notice = new StopNotice(session)) {
                forOneCommand = place.registry().forOneCommand();
                if (targets == null) {
                    patience.forgive(place.registry().images());
                } else {
                    session.console().say("the Darkroom that was used did not answer any more: going on from there");
                }
                targets = place.locations();
                return run(job.catalogue(), place, patience, forOneCommand ? outage.impatient() : outage, output);
            } catch (UnansweredException e) {
                if (!forOneCommand || session.deadline().over()) {
                    throw e;
                }
                outage.endure(e);
            }
            Thread.sleep(Workplace.PAUSE);
        }
    }

    private int run(CatalogueRead catalogue, Workplace place, Patience patience, Outage outage, ListOptions output)
            throws InterruptedException {
        session.console()
                .say("catalogue " + catalogue.name() + ": "
                        + Counts.of(catalogue.keys().size(), "image") + " for "
                        + String.join(", ", place.targets()));
        AwaitAdmission admission = admission(catalogue, place.registry(), outage);
        List<RefusedEntry> refused = admission
                .admit(catalogue)
                .orElseThrow(() -> CommandException.failed(notAdmitted(catalogue, place.registry(), "in time")));
        admission
                .retry(wanted(catalogue, refused), patience)
                .ifPresent(why -> session.console().say("what failed before is not tried again: " + why));
        WarnOfLooseEnds.say(session.console(), place.registry(), catalogue);
        List<Outcome> outcomes =
                waiting.await(session, place.registry(), patience, outage, wanted(catalogue, refused), place.targets());
        List<RefusedEntry> late = late(catalogue, place.registry(), refused);
        List<TargetView> unseen = unseen(place, outcomes);
        int code = OutcomeReport.write(
                session.console(),
                output,
                Stream.concat(
                                outcomes.stream().filter(each -> !keys(late).contains(each.key())),
                                refused(Stream.concat(refused.stream(), late.stream()), place.targets()))
                        .toList());
        unseen.forEach(target -> session.console()
                .say("what was ready at " + target.name() + " counts as ready, but cannot be looked at: "
                        + target.problem().code() + ": " + target.problem().message()));
        return catalogue.mistakes().isEmpty() && unseen.isEmpty() ? code : Math.max(code, ExitCode.SOFTWARE);
    }

    /** The targets that have a problem, where nothing else says so: all images are ready there by what is known. */
    private List<TargetView> unseen(Workplace place, List<Outcome> outcomes) {
        Set<String> lacking = outcomes.stream()
                .filter(each -> each.state() != Outcome.State.READY)
                .map(Outcome::target)
                .collect(Collectors.toSet());
        Map<String, TargetView> known =
                known(place.registry(), place.registry()::targets, Map.of(), "what is wrong with targets");
        return place.targets().stream()
                .filter(name -> !lacking.contains(name))
                .map(known::get)
                .filter(target -> target != null && target.problem() != null)
                // One without room holds up what is to come, and nothing that is there.
                .filter(target ->
                        !FailureCode.NO_SPACE.label().equals(target.problem().code()))
                .toList();
    }

    private AwaitAdmission admission(CatalogueRead catalogue, HttpRegistry registry, Outage outage) {
        return new AwaitAdmission(
                registry,
                outage,
                session.deadline(),
                System::nanoTime,
                () -> session.console().say(notAdmitted(catalogue, registry, "yet")));
    }

    private static String notAdmitted(CatalogueRead catalogue, HttpRegistry registry, String when) {
        return "the registry has not admitted catalogue " + catalogue.name() + " " + when + "; its log, "
                + registry.base() + "/q/health and the topic " + Topic.CATALOGUES.deadLetters() + " may say why";
    }

    private static Collection<String> wanted(CatalogueRead catalogue, List<RefusedEntry> refused) {
        var wanted = new TreeSet<String>();
        catalogue.keys().stream().map(ImageKey::value).forEach(wanted::add);
        refused.forEach(each -> wanted.remove(key(each)));
        return wanted;
    }

    /** A correction is refused when the request that it waits for has brought the image all the same. */
    private List<RefusedEntry> late(CatalogueRead catalogue, HttpRegistry registry, List<RefusedEntry> before) {
        return known(
                        registry,
                        () -> new PublishCatalogue(registry).refused(catalogue),
                        List.<RefusedEntry>of(),
                        "whether a correction was refused")
                .stream()
                .filter(each -> !keys(before).contains(key(each)))
                .toList();
    }

    /** What has come of the images is known all the same when the registry does not say this any more, and is not to be lost. */
    private <T> T known(HttpRegistry registry, Supplier<T> question, T unknown, String what) {
        try {
            return question.get();
        } catch (UnansweredException e) {
            if (registry.forOneCommand() && !session.deadline().over()) {
                throw e;
            }
            session.console().say(what + " is not known: " + e.getMessage());
            return unknown;
        }
    }

    private static Set<String> keys(List<RefusedEntry> refused) {
        return refused.stream().map(Sync::key).collect(Collectors.toSet());
    }

    private static Stream<Outcome> refused(Stream<RefusedEntry> refused, Collection<String> targets) {
        return refused.flatMap(each ->
                targets.stream().map(target -> Outcome.refused(key(each), target, each.code(), each.message())));
    }

    private static String key(RefusedEntry refused) {
        return refused.entry().startsWith(IMAGE) ? refused.entry().substring(IMAGE.length()) : refused.entry();
    }
}
