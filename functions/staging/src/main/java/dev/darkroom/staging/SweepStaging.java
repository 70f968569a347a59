package dev.darkroom.staging;

import dev.darkroom.events.ImageKey;
import dev.darkroom.staging.Staging.Purpose;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Deletes the staged bytes of a key that nobody needs any more, once no stage of this process works on it. */
public final class SweepStaging {
    private static final Logger LOG = Logger.getLogger(SweepStaging.class);

    private final Staging staging;
    private final KeyGuard guard;

    public SweepStaging(Staging staging, KeyGuard guard) {
        this.staging = staging;
        this.guard = guard;
    }

    public void sweep(ImageKey key) {
        try (var alone = guard.alone(key.value())) {
            staging.sweep(key);
        }
        LOG.infof("sweep %s: its staged bytes are deleted", key);
    }

    /**
     * Gives up what is staged of a key that lacks space to go on, where others may go on with it, and unless a stage works on
     * it. Images that hold everything, and each lack what the others hold, would else wait for each other for ever.
     */
    public void giveWay(ImageKey key) {
        if (staging.others(key, Purpose.DOWNLOAD) == 0) {
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
