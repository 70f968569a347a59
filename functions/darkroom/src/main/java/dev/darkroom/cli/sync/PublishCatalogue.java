package dev.darkroom.cli.sync;

import dev.darkroom.cli.ask.HttpRegistry;
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
     * Returns when the bus has all of it. A catalogue that has become shorter leaves parts behind, of which the topic keeps
     * the last for ever: they are emptied, so that no registry that reads it anew asks for what is no longer in there.
     *
     * @param events the parts of one catalogue; at least one
     */
    public void publish(List<CatalogueUpdated> events) {
        publish(events, parts(events));
    }

    private void publish(List<CatalogueUpdated> events, List<Part> before) {
        events.forEach(registry::publish);
        for (Part part : before) {
            var emptied = CatalogueUpdated.empty(events.getFirst().catalogue(), part.part());
            boolean left = events.stream().noneMatch(event -> event.part() == part.part());
            if (left && !part.eventId().equals(emptied.id().toString())) {
                registry.publish(emptied);
            }
        }
    }

    /**
     * Publishes, and returns when all of it is admitted.
     *
     * @param events the parts of one catalogue; at least one
     * @return the entries that the registry has refused
     */
    public List<RefusedEntry> admit(List<CatalogueUpdated> events) throws InterruptedException {
        List<Part> known = parts(events);
        Map<Integer, Integer> before = known.stream().collect(Collectors.toMap(Part::part, Part::revision));
        publish(events, known);
        while (true) {
            List<Part> parts = parts(events);
            if (events.stream().allMatch(event -> admitted(event, parts, before))) {
                return parts.stream()
                        .filter(part -> events.stream().anyMatch(event -> event.part() == part.part()))
                        .flatMap(part -> part.refused().stream())
                        .toList();
            }
            Thread.sleep(LOOK);
        }
    }

    private List<Part> parts(List<CatalogueUpdated> events) {
        return registry.catalogue(events.getFirst().catalogue().value())
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
