package dev.darkroom.staging;

import dev.darkroom.events.ImageKey;
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
}
