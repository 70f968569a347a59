package dev.darkroom.cli.document;

import dev.darkroom.events.CatalogueName;
import dev.darkroom.events.CatalogueUpdated;
import dev.darkroom.wire.EventCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Fills events with entries, each as full as an event may be. Each of them stands alone. */
final class Parts {
    private static final EventCodec CODEC = new EventCodec();

    private final CatalogueName name;
    private final List<CatalogueUpdated> full = new ArrayList<>();
    private final int envelope;
    private Entries entries = new Entries();
    private int size;

    Parts(CatalogueName name) {
        this.name = name;
        // The number of a part has up to ten digits.
        this.envelope = size(new Entries()) + 10;
        this.size = envelope;
    }

    void image(String key, Object fields) {
        add(one -> one.images.put(key, fields));
    }

    void alias(String alias, Object key) {
        add(one -> one.aliases.put(alias, key));
    }

    void wire(String variable, Object nameOfImage) {
        add(one -> one.wiring.put(variable, nameOfImage));
    }

    List<CatalogueUpdated> events() {
        if (!entries.isEmpty()) {
            flush();
        }
        return List.copyOf(full);
    }

    private void add(Adding adding) {
        var alone = new Entries();
        adding.to(alone);
        int added = size(alone) - envelope + 11; // With the comma between two.
        boolean full = size + added > CatalogueUpdated.LARGEST || entries.size() == CatalogueUpdated.MOST_ENTRIES;
        if (full && !entries.isEmpty()) {
            flush();
        }
        adding.to(entries);
        size += added;
    }

    private void flush() {
        full.add(entries.event(name, full.size()));
        entries = new Entries();
        size = envelope;
    }

    private int size(Entries some) {
        return CODEC.data(some.event(name, 0)).length;
    }

    @FunctionalInterface
    private interface Adding {
        void to(Entries entries);
    }

    private static final class Entries {
        private final Map<String, Object> images = new TreeMap<>();
        private final Map<String, Object> aliases = new TreeMap<>();
        private final Map<String, Object> wiring = new TreeMap<>();

        boolean isEmpty() {
            return size() == 0;
        }

        int size() {
            return images.size() + aliases.size() + wiring.size();
        }

        CatalogueUpdated event(CatalogueName name, int part) {
            return new CatalogueUpdated(name, part, Map.of(), images, aliases, wiring);
        }
    }
}
