package dev.darkroom.cli;

import dev.darkroom.cli.ask.HttpRegistry;
import dev.darkroom.cli.ask.Outage;
import dev.darkroom.cli.ask.UnansweredException;
import dev.darkroom.cli.output.ListOptions;
import dev.darkroom.cli.sync.Outcome;
import dev.darkroom.cli.sync.Patience;
import dev.darkroom.cli.sync.PublishCatalogue;
import dev.darkroom.events.ImageKey;
import dev.darkroom.registry.document.ReadCatalogue;
import dev.darkroom.registry.query.CatalogueView.RefusedEntry;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The whole of a synchronisation: publish, admit, wait, report. */
final class Sync {
    private static final String IMAGE = "images.";
    private static final Duration LOOK = Duration.ofMillis(500);

    private final Session session;
    private final WaitOptions waiting;

    Sync(Session session, WaitOptions waiting) {
        this.session = session;
        this.waiting = waiting;
    }

    /**
     * Publishes where Darkroom runs already, or in this process. Another process on the same data directory may end when its
     * own work is done: then this one goes on by itself.
     *
     * @return the exit code
     */
    int run(Job job, ListOptions output) throws InterruptedException {
        Patience patience = waiting.patience();
        Outage outage = null; // Of another process here, since it has answered.
        while (true) {
            try (Workplace place = Workplace.open(session, job);
                    var notice = new StopNotice(session)) {
                if (outage != null) {
                    session.console().say("the Darkroom that was used did not answer any more: going on from there");
                }
                outage = place.mayEnd() ? new Outage(Outage.LONGEST, System::nanoTime) : null;
                return run(job.catalogue(), place, patience, output);
            } catch (UnansweredException e) {
                if (outage == null) {
                    throw e;
                }
                outage.endure(e);
            }
            Thread.sleep(LOOK);
        }
    }

    private int run(ReadCatalogue catalogue, Workplace place, Patience patience, ListOptions output)
            throws InterruptedException {
        HttpRegistry registry = place.registry();
        session.console()
                .say("catalogue " + catalogue.name() + ": "
                        + Counts.of(catalogue.keys().size(), "image") + " for "
                        + String.join(", ", place.targets()));
        patience.forgive(registry.images());
        List<RefusedEntry> refused = new PublishCatalogue(registry).admit(catalogue);
        var outage = new Outage(place.mayEnd() ? Duration.ZERO : Outage.LONGEST, System::nanoTime);
        List<Outcome> outcomes =
                waiting.await(session, registry, patience, outage, wanted(catalogue, refused), place.targets());
        return OutcomeReport.write(
                session.console(),
                output,
                Stream.concat(outcomes.stream(), refused(refused, place.targets()))
                        .toList());
    }

    private static Collection<String> wanted(ReadCatalogue catalogue, List<RefusedEntry> refused) {
        var wanted = new TreeSet<String>();
        catalogue.keys().stream().map(ImageKey::value).forEach(wanted::add);
        refused.forEach(each -> wanted.remove(key(each)));
        return wanted;
    }

    private static Stream<Outcome> refused(List<RefusedEntry> refused, Collection<String> targets) {
        return refused.stream()
                .flatMap(each -> targets.stream()
                        .map(target -> Outcome.refused(key(each), target, each.code(), each.message())));
    }

    private static String key(RefusedEntry refused) {
        return refused.entry().startsWith(IMAGE) ? refused.entry().substring(IMAGE.length()) : refused.entry();
    }
}
