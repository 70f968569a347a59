package dev.darkroom.registry.query;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;

/** Every image at one moment, by its key. Each is made when it is looked at: made at once, they would fill the memory. */
public final class Images extends AbstractMap<String, ImageView> {
    private final Snapshot snapshot;

    Images(Snapshot snapshot) {
        this.snapshot = snapshot;
    }

    /** The number of the last change that they contain: as long as it is the same, so are they. */
    public long change() {
        return snapshot.change();
    }

    @Override
    public Set<Map.Entry<String, ImageView>> entrySet() {
        return new AbstractSet<>() {
            @Override
            public Iterator<Map.Entry<String, ImageView>> iterator() {
                return snapshot.images().values().stream()
                        .map(dossier -> ImageView.of(snapshot, dossier))
                        .map(image -> Map.entry(image.key(), image))
                        .iterator();
            }

            @Override
            public int size() {
                return snapshot.images().size();
            }
        };
    }
}
