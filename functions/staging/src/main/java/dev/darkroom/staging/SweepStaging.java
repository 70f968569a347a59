package dev.darkroom.staging;

import dev.darkroom.events.ImageKey;
import dev.darkroom.events.Pauses;
import dev.darkroom.events.Texts;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Deletes the staged bytes of a key that nobody needs any more, once no stage of this process works on it.
 */
public final class SweepStaging {
    private static final Logger LOG = Logger.getLogger(SweepStaging.class);
    private static final Pauses PAUSES = new Pauses(Duration.ofSeconds(1), Duration.ofMinutes(10));

    private final Staging staging;
    private final KeyGuard guard;
    private final Pauses pauses;

    public SweepStaging(Staging staging, KeyGuard guard) {
        this(staging, guard, PAUSES);
    }

    /** @param pauses before what has failed is tried again */
    SweepStaging(Staging staging, KeyGuard guard, Pauses pauses) {
        this.staging = staging;
        this.guard = guard;
        this.pauses = pauses;
    }

    /** @throws UncheckedIOException when they cannot be deleted: some of them may be gone then, and others not */
    public void sweep(ImageKey key) {
        try (var alone = guard.alone(key.value())) {
            staging.sweep(key);
        }
        LOG.infof("sweep %s: its staged bytes are deleted", key);
    }

    /**
     * The same for a key that has settled: nobody says that a second time, and others wait for the room. Returns when they are
     * deleted.
     *
     * @throws IllegalStateException when the process stops first: the event comes again
     */
    public void sweepAtLast(ImageKey key) {
        try {
            pauses.until(pause -> attempt(key, pause));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("stopped before the staged bytes of " + key + " were deleted", e);
        }
    }

    /**
     * What is staged of a key that rests stays as long as there is room for it. A stage that works on it says how that ended:
     * whether it rests then is heard again.
     *
     * @throws IllegalStateException as above
     */
    public void rest(ImageKey key) {
        try {
            guard.aloneAtOnce(key.value()).ifPresent(alone -> {
                try (alone) {
                    staging.rest(key);
                }
            });
        } catch (UncheckedIOException e) {
            LOG.warnf(e, "sweep %s: where it rests there is no room, not even to note that", key);
            sweepAtLast(key);
        }
    }

    private boolean attempt(ImageKey key, Duration pause) {
        try {
            sweep(key);
            return true;
        } catch (UncheckedIOException e) {
            LOG.errorf(
                    e,
                    "sweep %s: its staged bytes cannot be deleted, and take room until they are; it is tried again in %s",
                    key,
                    Texts.of(pause));
            return false;
        }
    }

    /**
     * Gives up what is staged of a key that lacks space to go on, where others wait to be converted too, and unless a stage
     * works on it. Images that hold everything, and each lack what the others hold, would else wait for each other for ever.
     */
    public void giveWay(ImageKey key) {
        if (!staging.othersAwaitConversion(key)) {
            return;
        }
        Optional<KeyGuard.Held> alone = guard.aloneAtOnce(key.value());
        if (alone.isPresent()) {
            try (var held = alone.get()) {
                staging.sweep(key);
            }
            LOG.warnf(
                    "sweep %s: it lacks space; what is staged of it is given up for other images, and fetched again",
                    key);
        }
    }
}
