package dev.darkroom.cli.sync;

import dev.darkroom.cli.document.CatalogueRead;
import dev.darkroom.events.CatalogueName;
import dev.darkroom.events.CatalogueUpdated;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** A catalogue {@code c} of one part, and what a registry shows of it. */
final class Published {
    static final CatalogueUpdated EVENT = new CatalogueUpdated(
            new CatalogueName("c"), 0, Map.of(), Map.of("a", Map.of("name", "a")), Map.of(), Map.of());
    static final CatalogueRead READ =
            new CatalogueRead(EVENT.catalogue(), List.of(EVENT), new TreeSet<>(), List.of(), List.of(), List.of());
    static final String SOMEBODY_ELSES = "00000000-0000-5000-8000-000000000000";

    private Published() {}

    static String view(String... parts) {
        return "{\"name\":\"c\",\"parts\":[" + String.join(",", parts) + "]}";
    }

    static String part(int number, int revision, String event, String refused) {
        return "{\"part\":" + number + ",\"revision\":" + revision + ",\"event_id\":\"" + event
                + "\",\"admitted_at\":\"2026-11-24T01:02:03Z\",\"images\":1,\"refused_count\":0,\"refused\":[" + refused
                + "]}";
    }
}
