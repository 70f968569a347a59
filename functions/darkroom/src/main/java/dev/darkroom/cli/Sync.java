package dev.darkroom.cli;

import dev.darkroom.cli.ask.HttpRegistry;
import dev.darkroom.cli.output.ListOptions;
import dev.darkroom.cli.sync.Outcome;
import dev.darkroom.cli.sync.Patience;
import dev.darkroom.cli.sync.PublishCatalogue;
import dev.darkroom.events.ImageKey;
import dev.darkroom.registry.document.ReadCatalogue;
import dev.darkroom.registry.query.CatalogueView.RefusedEntry;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The whole of a synchronisation: publish, admit, wait, report. */
final class Sync {
    private static final String IMAGE = "images.";

    private final Session session;
    private final WaitOptions waiting;

    Sync(Session session, WaitOptions waiting) {
        this.session = session;
        this.waiting = waiting;
    }

    /** @return the exit code */
    int run(Job job, ListOptions output) throws InterruptedException {
        ReadCatalogue catalogue = job.catalogue();
        Patience patience = waiting.patience();
        try (Workplace place = Workplace.open(session, job);
                var notice = new StopNotice(session)) {
            HttpRegistry registry = place.registry();
            session.console()
                    .say("catalogue " + catalogue.name() + ": "
                            + Counts.of(catalogue.keys().size(), "image") + " for "
                            + String.join(", ", place.targets()));
            patience.forgive(registry.images());
            List<RefusedEntry> refused = new PublishCatalogue(registry).admit(catalogue);
            List<Outcome> outcomes =
                    waiting.await(session, registry, patience, wanted(catalogue, refused), place.targets());
            return OutcomeReport.write(
                    session.console(),
                    output,
                    Stream.concat(outcomes.stream(), refused(refused, place.targets()))
                            .toList());
        }
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
