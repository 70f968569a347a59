package dev.darkroom.registry.known;

import dev.darkroom.events.Digest;
import dev.darkroom.events.ImageId;
import java.util.Optional;

/**
 * One image at one target.
 *
 * @param ready the image there; null: it has not been ready, or is gone
 * @param named the ID that the last request for a repair named; null when there was none
 * @param gone  the ID that was found to be gone from the target, or that a look has not shown; null when there was none.
 *              An image can be ready all the same: it is asked about when a catalogue names it again
 */
public record Placement(Ready ready, Named named, Named gone) {
    static final Placement NONE = new Placement(null, null, null);

    /** An ID, and the attempt with which it was named. */
    public record Named(ImageId id, int attempt) {}

    public Optional<Ready> image() {
        return Optional.ofNullable(ready);
    }

    /**
     * Hears that the image is ready. An older generation, and the ID that has just been missed, are late news and change
     * nothing. Metadata that are no longer the wanted ones may be late news, or an older request has been worked on later
     * and has put them back: which ones the image has is not known any more, and a repair tells.
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
            if (older || news.sameAs(ready)) {
                return this;
            }
            boolean putBack = news.generation() == ready.generation()
                    && ready.presentation() != null
                    && ready.presentation().equals(wanted)
                    && !news.presentation().equals(wanted);
            if (putBack) {
                return new Placement(ready.unseen(), named, gone);
            }
        }
        return new Placement(news, named, null);
    }

    /** Whether there is an image of which nobody knows which metadata it has, or whether it is there at all. */
    boolean doubted() {
        return ready != null && ready.presentation() == null;
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

    /** A look has not shown the image, and nobody wants to know yet. */
    Placement overlooked(int asked) {
        return new Placement(ready, named, unseen(asked).gone);
    }

    /** Whether the last look that mattered has not shown the image that was ready. */
    boolean missed() {
        return ready != null && gone != null && gone.id.equals(ready.imageId());
    }

    Placement name(int attempt) {
        return new Placement(ready, new Named(ready.imageId(), attempt), gone);
    }
}
