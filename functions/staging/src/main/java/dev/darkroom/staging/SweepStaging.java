package dev.darkroom.staging;

import dev.darkroom.events.ImageKey;
import dev.darkroom.events.Texts;
import dev.darkroom.staging.Staging.Purpose;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Deletes the staged bytes of a key that nobody needs any more, once no stage of this process works on it. Nobody says a
 * second time that a key has settled: what fails is tried again here.
 */
public final class SweepStaging {
    private static final Logger LOG = Logger.getLogger(SweepStaging.class);
    private static final List<Duration> PAUSES =
            List.of(Duration.ofSeconds(1), Duration.ofSeconds(5), Duration.ofSeconds(25));

    private final Staging staging;
    private final KeyGuard guard;
    private final List<Duration> pauses;

    public SweepStaging(Staging staging, KeyGuard guard) {
        this(staging, guard, PAUSES);
    }

    /** @param pauses how long to wait after the first failure, after the second, and so on; what fails after them is given up */
    SweepStaging(Staging staging, KeyGuard guard, List<Duration> pauses) {
        this.staging = staging;
        this.guard = guard;
        this.pauses = pauses;
    }

    /** @throws UncheckedIOException when they cannot be deleted: some of them may be gone then, and others not */
    public void sweep(ImageKey key) {
        for (Duration pause : pauses) {
            try {
                once(key);
                return;
            } catch (UncheckedIOException e) {
                LOG.warnf(
                        e,
                        "sweep %s: its staged bytes cannot be deleted; it is tried again in %s",
                        key,
                        Texts.of(pause));
                await(pause, e);
            }
        }
        try {
            once(key);
        } catch (UncheckedIOException e) {
            LOG.errorf(
                    e,
                    "sweep %s: its staged bytes cannot be deleted; they take room until they are deleted by hand or"
                            + " the image is asked for again",
                    key);
            throw e;
        }
    }

    private void once(ImageKey key) {
        try (var alone = guard.alone(key.value())) {
            staging.sweep(key);
        }
        LOG.infof("sweep %s: its staged bytes are deleted", key);
    }

    /**
     * Gives up what is staged of a key that lacks space to go on, where others wait to be converted too, and unless a stage
     * works on it. Images that hold everything, and each lack what the others hold, would else wait for each other for ever.
     */
    public void giveWay(ImageKey key) {
        if (staging.others(key, Purpose.DOWNLOAD) == staging.others(key, Purpose.CONVERSION)) {
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

    /** @throws UncheckedIOException the failure, when this process stops */
    private static void await(Duration pause, UncheckedIOException failure) {
        try {
            Thread.sleep(pause);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw failure;
        }
    }
}
