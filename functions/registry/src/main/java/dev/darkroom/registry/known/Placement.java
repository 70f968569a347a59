package dev.darkroom.registry.known;

import dev.darkroom.events.Digest;
import dev.darkroom.events.ImageId;
import java.util.Optional;

/**
 * One image at one target.
 *
 * @param ready the image there; null: it has not been ready, or is gone
 * @param named the ID that the last request for a repair named; null when there was none
 * @param gone  the ID that was found to be gone from the target, or that a look has not shown; null when there was none
 */
public record Placement(Ready ready, Named named, Named gone) {
    static final Placement NONE = new Placement(null, null, null);

    /** An ID, and the attempt with which it was named. */
    public record Named(ImageId id, int attempt) {}

    public Optional<Ready> image() {
        return Optional.ofNullable(ready);
    }

    /**
     * Hears that the image is ready. An older generation, the ID that has just been missed, and metadata that are no
     * longer the wanted ones are late news and change nothing.
     *
     * @param wanted the hash of the wanted metadata; null when no catalogue has named the image yet
     * @param asked  how often the image has been asked for
     */
    Placement hear(Ready news, Digest wanted, int asked) {
        if (gone != null && gone.id.equals(news.imageId()) && asked <= gone.attempt + 1) {
            return this;
        }
        if (ready != null) {
            boolean older = news.generation() < ready.generation();
            boolean overtaken = news.generation() == ready.generation()
                    && ready.presentation() != null
                    && ready.presentation().equals(wanted)
                    && !news.presentation().equals(wanted);
            if (older || overtaken || news.sameAs(ready)) {
                return this;
            }
        }
        return new Placement(news, named, null);
    }

    /** Whether a repair that was asked for with this attempt named the image that is ready. */
    boolean named(int attempt) {
        return ready != null && named != null && named.attempt == attempt && named.id.equals(ready.imageId());
    }

    Placement lose(int attempt) {
        return new Placement(null, named, new Named(ready.imageId(), attempt));
    }

    /** A look has not shown the image. Until it has been asked for, only old news can say that it is there. */
    Placement unseen(int asked) {
        return new Placement(ready.unseen(), named, new Named(ready.imageId(), asked - 1));
    }

    Placement name(int attempt) {
        return new Placement(ready, new Named(ready.imageId(), attempt), gone);
    }
}
