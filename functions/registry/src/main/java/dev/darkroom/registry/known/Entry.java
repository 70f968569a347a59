package dev.darkroom.registry.known;

import dev.darkroom.events.CatalogueName;
import dev.darkroom.events.Digest;
import dev.darkroom.events.ImageSpec;
import java.util.UUID;

/**
 * What catalogues say of an image.
 *
 * @param spec  the specification
 * @param first the catalogue that named it first
 * @param last  the catalogue that changed it or asked for it last
 * @param event the id of the event of that last time
 * @param presentation of the specification: computed once, because it is asked for at every look at the image
 * @param signers the same of who must have signed its source
 */
public record Entry(
        ImageSpec spec,
        CatalogueName first,
        CatalogueName last,
        UUID event,
        Digest presentation,
        RequiredSigners signers) {

    public Entry(ImageSpec spec, CatalogueName first, CatalogueName last, UUID event) {
        this(spec, first, last, event, spec.presentation(), RequiredSigners.of(spec.checksum()));
    }
}
