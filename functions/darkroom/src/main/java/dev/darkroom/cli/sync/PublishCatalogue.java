package dev.darkroom.cli.sync;

import dev.darkroom.cli.ask.HttpRegistry;
import dev.darkroom.events.CatalogueUpdated;
import dev.darkroom.registry.query.CatalogueView;
import dev.darkroom.registry.query.CatalogueView.Part;
import dev.darkroom.registry.query.CatalogueView.RefusedEntry;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Publishes a catalogue, and sees that the registry has admitted it. */
public final class PublishCatalogue {
    private static final Duration LOOK = Duration.ofMillis(50);

    private final HttpRegistry registry;

    public PublishCatalogue(HttpRegistry registry) {
        this.registry = registry;
    }

    /**
     * Returns when all of it is admitted.
     *
     * @param events the parts of one catalogue; at least one
     * @return the entries that the registry has refused
     */
    public List<RefusedEntry> admit(List<CatalogueUpdated> events) throws InterruptedException {
        String name = events.getFirst().catalogue().value();
        var before = new HashMap<Integer, Integer>();
        registry.catalogue(name)
                .map(CatalogueView::parts)
                .orElse(List.of())
                .forEach(part -> before.put(part.part(), part.revision()));
        events.forEach(registry::publish);
        while (true) {
            List<Part> parts =
                    registry.catalogue(name).map(CatalogueView::parts).orElse(List.of());
            if (events.stream().allMatch(event -> admitted(event, parts, before))) {
                return parts.stream()
                        .filter(part -> events.stream().anyMatch(event -> event.part() == part.part()))
                        .flatMap(part -> part.refused().stream())
                        .toList();
            }
            Thread.sleep(LOOK);
        }
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
