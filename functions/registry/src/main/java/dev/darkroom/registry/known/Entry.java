package dev.darkroom.registry.known;

import dev.darkroom.events.CatalogueName;
import dev.darkroom.events.ImageSpec;
import java.util.UUID;

/**
 * What catalogues say of an image.
 *
 * @param spec  the specification
 * @param first the catalogue that named it first
 * @param last  the catalogue that changed it or asked for it last
 * @param event the id of the event of that last time
 * @param named whether a catalogue names it now, or an alias points at it; what nobody names is not asked for
 */
public record Entry(ImageSpec spec, CatalogueName first, CatalogueName last, UUID event, boolean named) {
    Entry named(boolean now) {
        return new Entry(spec, first, last, event, now);
    }
}
