package dev.darkroom.cli.sync;

import dev.darkroom.cli.ask.HttpRegistry;
import dev.darkroom.cli.document.CatalogueRead;
import dev.darkroom.events.CatalogueUpdated;
import dev.darkroom.registry.query.CatalogueView;
import dev.darkroom.registry.query.CatalogueView.Part;
import dev.darkroom.registry.query.CatalogueView.RefusedEntry;
import java.util.ArrayList;
import java.util.List;

/** Publishes a catalogue. */
public final class PublishCatalogue {
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
     * @return false where the registry has not admitted all of it yet
     */
    public boolean publish(CatalogueRead catalogue) {
        // The last first: what new entries have moved on to the next part is named there before it is left out here.
        boolean admitted = publish(catalogue.events().reversed());
        return publish(emptied(catalogue)) && admitted;
    }

    private boolean publish(List<CatalogueUpdated> events) {
        boolean admitted = true;
        for (CatalogueUpdated event : events) {
            admitted = registry.publish(event) && admitted;
        }
        return admitted;
    }

    private List<CatalogueUpdated> emptied(CatalogueRead catalogue) {
        var emptied = new ArrayList<CatalogueUpdated>();
        if (catalogue.mistakes().isEmpty()) {
            for (Part part : parts(catalogue)) {
                var event = CatalogueUpdated.empty(catalogue.name(), part.part());
                boolean left = catalogue.events().stream().noneMatch(each -> each.part() == part.part());
                if (left && !part.eventId().equals(event.id().toString())) {
                    emptied.add(event);
                }
            }
        }
        return emptied;
    }

    /** The entries of an admitted catalogue that the registry has refused. */
    public List<RefusedEntry> refused(CatalogueRead catalogue) {
        return refused(catalogue, parts(catalogue));
    }

    static List<RefusedEntry> refused(CatalogueRead catalogue, List<Part> parts) {
        return parts.stream()
                .filter(part -> catalogue.events().stream().anyMatch(event -> event.part() == part.part()))
                .flatMap(part -> part.refused().stream())
                .toList();
    }

    /** The parts that the registry knows. */
    List<Part> parts(CatalogueRead catalogue) {
        return registry.catalogue(catalogue.name().value())
                .map(CatalogueView::parts)
                .orElse(List.of());
    }
}
