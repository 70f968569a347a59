package dev.darkroom.upload;

import dev.darkroom.events.Bus;
import dev.darkroom.events.FailureCode;
import dev.darkroom.events.FailureException;
import dev.darkroom.events.ImageId;
import dev.darkroom.events.Rounds;
import dev.darkroom.events.TargetAnnounced;
import dev.darkroom.events.TargetAnnounced.Problem;
import dev.darkroom.events.Texts;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Says how one target is. While it cannot be used it is tried again until it can; one that fails later is tried then. Only what
 * is new is said: the registry asks again for everything when a target can be used again.
 *
 * <p>At the start, when the target can be used again, and from time to time it is also looked at which images are there:
 * somebody may have deleted some, or the target may be another place than it was. At hidden ones, which may take another list,
 * it is looked from the second time on: whoever starts often must not be a burden to a cloud.
 */
final class TargetWatch {
    private static final Logger LOG = Logger.getLogger(TargetWatch.class);

    /** At 40 bytes for each they fit into a record of our topics, with room to spare. */
    static final int MOST_IMAGES = 12_000;

    /** How soon an image that somebody has deleted is missed, where no start comes before. */
    static final Duration LOOK = Duration.ofDays(1);

    /** The same where the target gave no list. */
    static final Duration LOOK_AGAIN = LOOK.dividedBy(24);

    private final Target target;
    private final Bus bus;
    private final Duration probe;
    private final Semaphore places;
    private final LongSupplier nanos;
    private final Rounds rounds;
    private final Semaphore doubts = new Semaphore(0);
    /** Written, like the next, by who holds this object's lock; read by all: who does so may not wait for a target that hangs. */
    private volatile TargetAnnounced last;

    /** When its images are to be looked at, by {@link #nanos}. */
    private volatile long nextLook;

    /** Whether its images have been looked at before, by this process. */
    private volatile boolean looked;

    private volatile boolean listing;
    private final AtomicBoolean doubting = new AtomicBoolean();

    /**
     * @param probe  how long to wait before a target that cannot be used is tried again
     * @param places whoever lists the images of a target takes one of these
     * @param nanos  a clock that only runs forward
     */
    TargetWatch(Target target, Bus bus, Duration probe, Semaphore places, LongSupplier nanos) {
        this.target = target;
        this.bus = bus;
        this.probe = probe;
        this.places = places;
        this.nanos = nanos;
        this.nextLook = nanos.getAsLong();
        rounds = new Rounds("target-" + target.name(), () -> awaitDoubt(step()));
    }

    void start() {
        rounds.start();
    }

    void stop() {
        rounds.interrupt();
    }

    /** @return whether the target was doubted before the time was over */
    boolean awaitDoubt(Duration atMost) throws InterruptedException {
        boolean doubted = doubts.tryAcquire(atMost.toMillis(), TimeUnit.MILLISECONDS);
        doubts.drainPermits();
        return doubted;
    }

    /**
     * Something went wrong that may pass: see whether it is the target, in the background as long as nothing is listed there,
     * which may take as long as the target likes. One that is ill is tried anyway.
     */
    void recheck() {
        if (problem() != null) {
            return;
        }
        if (!listing) {
            doubts.release();
        } else if (doubting.compareAndSet(false, true)) {
            try {
                announce();
            } finally {
                doubting.set(false);
            }
        }
    }

    /** What was said last, after it was looked at which images are there; empty while that is still to be done. */
    Optional<TargetAnnounced> said() {
        return Optional.ofNullable(last).filter(said -> said.problem() != null || !isLookDue());
    }

    /** How the target was when it was last asked; false before that. */
    boolean isKnownUsable() {
        TargetAnnounced said = last;
        return said != null && said.problem() == null;
    }

    /**
     * Whoever asks a target that hangs waits for it, and what is there for other targets waits with him.
     *
     * @throws FailureException one that passes, while it cannot be used by what was said last
     */
    void requireNotIll() {
        Problem problem = problem();
        if (problem != null) {
            FailureCode code = problem.code().retryable() ? problem.code() : FailureCode.TARGET_UNAVAILABLE;
            throw new FailureException(code, problem.message());
        }
    }

    private Problem problem() {
        TargetAnnounced said = last;
        return said == null ? null : said.problem();
    }

    private boolean isLookDue() {
        return nextLook - nanos.getAsLong() <= 0;
    }

    /**
     * Does what is due now.
     *
     * @return how long to wait for the next, unless the target is doubted before
     */
    Duration step() {
        try {
            if (isUsable() && isLookDue()) {
                look();
            }
        } catch (RuntimeException | Error e) {
            warnUnlessStopped(e);
            return probe;
        }
        long left = nextLook - nanos.getAsLong();
        return isKnownUsable() && left > 0 ? Duration.ofNanos(left) : probe;
    }

    /** Sees at once how the target is, and says so. @return whether it can be used */
    boolean announce() {
        try {
            synchronized (this) {
                boolean awaitsNextLook = isKnownUsable();
                boolean usable = isUsable();
                if (!usable && awaitsNextLook) {
                    doubts.release(); // From now on it is to be tried more often than once a day.
                }
                return usable;
            }
        } catch (RuntimeException e) {
            warnUnlessStopped(e);
            doubts.release(); // Somebody has to say it.
            return false;
        }
    }

    private void warnUnlessStopped(Throwable e) {
        if (!isStopped()) {
            LOG.warnf(e, "target %s could not be announced; it is tried again", target.name());
        }
    }

    private synchronized boolean isUsable() {
        TargetAnnounced now = announced();
        if (now.problem() != null) {
            nextLook = nanos.getAsLong(); // Whatever it is when it is back, and whether anybody has heard this or not.
        }
        say(now);
        return now.problem() == null;
    }

    private TargetAnnounced announced() {
        try {
            return target.announce();
        } catch (RuntimeException e) {
            if (isStopped()) {
                throw e;
            }
            // Its text may quote what must not be shown: it goes nowhere but the log.
            LOG.errorf(e, "target %s: unforeseen failure", target.name());
            return target.unasked(new Problem(FailureCode.INTERNAL_ERROR, "an unforeseen failure; see the log"));
        }
    }

    /** What was seen is always said: what the registry knows may have changed meanwhile. */
    private void say(TargetAnnounced now) {
        TargetAnnounced before = last;
        boolean same = before != null && before.unseen().equals(now.unseen());
        if (same && now.images() == null) {
            return;
        }
        last = now; // Whoever hears it and acts on it must find it so.
        try {
            bus.publish(now);
        } catch (RuntimeException | Error e) {
            last = before;
            throw e;
        }
        if (!same) {
            log(now);
        }
    }

    /**
     * A target that gives no list can be used all the same: it is only not known what is there. Whoever asks whether it can be
     * used does not wait for the list. Where it is not any more what it was when the list was asked for, the look stays due.
     */
    private void look() {
        TargetAnnounced asked;
        Optional<TargetAnnounced> seen;
        places.acquireUninterruptibly();
        listing = true;
        try {
            asked = last.unseen();
            seen = seen(asked);
        } finally {
            listing = false;
            places.release();
        }
        synchronized (this) {
            if (asked.problem() == null && asked.equals(last.unseen())) {
                seen.ifPresent(this::say);
                looked |= seen.isPresent();
                nextLook = nanos.getAsLong() + (seen.isPresent() ? LOOK : LOOK_AGAIN).toNanos();
            }
        }
    }

    private Optional<TargetAnnounced> seen(TargetAnnounced asked) {
        return listed("images", target::images, MOST_IMAGES).map(images -> {
            int rest = MOST_IMAGES - images.size();
            Optional<List<ImageId>> hidden =
                    looked ? listed("hidden images", target::hiddenImages, rest) : Optional.empty();
            return asked.seeing(images, hidden.orElse(null));
        });
    }

    private Optional<List<ImageId>> listed(String what, Supplier<List<ImageId>> list, int most) {
        try {
            List<ImageId> images = list.get();
            if (images.size() <= most) {
                return Optional.of(images);
            }
            LOG.warnf(
                    "target %s has %d %s, too many for an event: nobody notices when one goes",
                    target.name(), images.size(), what);
        } catch (RuntimeException | OutOfMemoryError e) {
            if (isStopped()) {
                throw e;
            }
            if (e instanceof FailureException known) {
                LOG.warnf(
                        "target %s does not say which %s it has: %s: %s",
                        target.name(), what, known.code(), known.getMessage());
            } else {
                LOG.errorf(e, "target %s: unforeseen failure while its %s were listed", target.name(), what);
            }
        }
        return Optional.empty();
    }

    /** What fails then, fails because of it. Nothing waits for it any longer. */
    private static boolean isStopped() {
        return Thread.currentThread().isInterrupted();
    }

    private void log(TargetAnnounced now) {
        if (now.problem() == null) {
            LOG.infof("target %s: %s %s", now.target(), now.kind(), now.location());
        } else {
            LOG.warnf(
                    "target %s cannot be used: %s: %s; it is tried again every %s",
                    now.target(), now.problem().code(), now.problem().message(), Texts.of(probe));
        }
    }
}
