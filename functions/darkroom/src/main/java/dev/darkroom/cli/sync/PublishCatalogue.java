package dev.darkroom.cli.sync;

import dev.darkroom.cli.ask.HttpRegistry;
import dev.darkroom.cli.document.ReadCatalogue;
import dev.darkroom.events.CatalogueUpdated;
import dev.darkroom.registry.query.CatalogueView;
import dev.darkroom.registry.query.CatalogueView.Part;
import dev.darkroom.registry.query.CatalogueView.RefusedEntry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Publishes a catalogue, and sees that the registry has admitted it. */
public final class PublishCatalogue {
    private static final Duration LOOK = Duration.ofMillis(50);

    private final HttpRegistry registry;

    public PublishCatalogue(HttpRegistry registry) {
        this.registry = registry;
    }

    /**
     * Returns when the bus has all of it. Of each part the topic keeps the last event for ever: those that the registry knows
     * and that the catalogue no longer has are emptied, so that no registry that reads the topic anew asks for what is in
     * there. A catalogue with mistakes may only look shorter than it is: then they stay.
     *
     * @param catalogue with at least one event
     */
    public void publish(ReadCatalogue catalogue) {
        catalogue.events().forEach(registry::publish);
        emptyOthers(catalogue, parts(catalogue));
    }

    private void emptyOthers(ReadCatalogue catalogue, List<Part> known) {
        if (!catalogue.mistakes().isEmpty()) {
            return;
        }
        for (Part part : known) {
            var emptied = CatalogueUpdated.empty(catalogue.name(), part.part());
            boolean left = catalogue.events().stream().noneMatch(event -> event.part() == part.part());
            if (left && !part.eventId().equals(emptied.id().toString())) {
                registry.publish(emptied);
            }
        }
    }

    /**
     * Publishes, and returns when all of it is admitted.
     *
     * @param catalogue with at least one event
     * @return the entries that the registry has refused
     */
    public List<RefusedEntry> admit(ReadCatalogue catalogue) throws InterruptedException {
        List<CatalogueUpdated> events = catalogue.events();
        List<Part> known = parts(catalogue);
        Map<Integer, Integer> before = known.stream().collect(Collectors.toMap(Part::part, Part::revision));
        events.forEach(registry::publish);
        emptyOthers(catalogue, known);
        while (true) {
            List<Part> parts = parts(catalogue);
            if (events.stream().allMatch(event -> admitted(event, parts, before))) {
                return parts.stream()
                        .filter(part -> events.stream().anyMatch(event -> event.part() == part.part()))
                        .flatMap(part -> part.refused().stream())
                        .toList();
            }
            Thread.sleep(LOOK);
        }
    }

    private List<Part> parts(ReadCatalogue catalogue) {
        return registry.catalogue(catalogue.name().value())
                .map(CatalogueView::parts)
                .orElse(List.of());
    }

    /** The same event may have been admitted long ago, and somebody else may publish the same catalogue at this moment. */
    private static boolean admitted(CatalogueUpdated event, List<Part> parts, Map<Integer, Integer> before) {
        int known = before.getOrDefault(event.part(), 0);
        Optional<Part> part =
                parts.stream().filter(each -> each.part() == event.part()).findFirst();
        return part.filter(each -> each.revision() > known + 1
                        || (each.revision() > known
                                && each.eventId().equals(event.id().toString())))
                .isPresent();
    }
}
