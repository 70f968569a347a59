package dev.darkroom.upload;

import dev.darkroom.events.Bus;
import dev.darkroom.events.FailureCode;
import dev.darkroom.events.FailureException;
import dev.darkroom.events.ImageId;
import dev.darkroom.events.TargetAnnounced;
import dev.darkroom.events.TargetAnnounced.Problem;
import dev.darkroom.events.TargetName;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;

/**
 * Says which targets there are, and how they are. One that cannot be used is tried again until it can; one that fails
 * later is tried then. Only what is new is said: the registry asks again for everything when a target can be used again.
 *
 * <p>At the start, when a target can be used again, and from time to time it is also looked at which images are there: somebody
 * may have deleted some, or the target may be another place than it was.
 */
public final class AnnounceTargets {
    private static final Logger LOG = Logger.getLogger(AnnounceTargets.class);

    /** At 40 bytes for each they fit into a record of our topics, with room to spare. */
    static final int MOST_IMAGES = 12_000;

    /** A page of a list is megabytes, and they would all be read at once: at the start, and each day after it. */
    static final int LISTS_AT_ONCE = 2;

    private final Targets targets;
    private final Bus bus;
    private final Duration probe;
    private final Duration look;
    private final Later later;
    private final Map<TargetName, TargetAnnounced> said = new ConcurrentHashMap<>();
    private final Map<TargetName, Lock> turns = new ConcurrentHashMap<>();
    private final Set<TargetName> due = ConcurrentHashMap.newKeySet();
    /** Where it is to be looked at which images are there. */
    private final Set<TargetName> unseen = ConcurrentHashMap.newKeySet();
    /** Where that is done, or waits for its place. */
    private final Set<TargetName> looking = ConcurrentHashMap.newKeySet();

    private final Semaphore places = new Semaphore(LISTS_AT_ONCE, true);
    /** Where the next look has its time already. */
    private final Set<TargetName> awaited = ConcurrentHashMap.newKeySet();

    /** Does something in the background. */
    @FunctionalInterface
    interface Later {
        void run(Duration delay, Runnable work);
    }

    /**
     * @param probe how long to wait before a target that cannot be used is tried again
     * @param look  how long to wait before it is looked again which images are there; a part of it where that failed
     */
    AnnounceTargets(Targets targets, Bus bus, Duration probe, Duration look, Later later) {
        this.targets = targets;
        this.bus = bus;
        this.probe = probe;
        this.look = look;
        this.later = later;
    }

    /** Announces all of them in the background, each on its own: one that hangs holds up no other. */
    void start() {
        targets.all().forEach(this::lookNow);
    }

    /** Something went wrong at a target that may pass: see, in the background, whether it is the target. */
    void recheck(Target target) {
        in(Duration.ZERO, target);
    }

    /**
     * What was said of a target last, after it was looked at which images are there; those are null where it gives no list.
     * Empty while it is still to be looked at.
     */
    public Optional<TargetAnnounced> said(TargetName target) {
        return Optional.ofNullable(said.get(target)).filter(last -> last.problem() != null || !unseen.contains(target));
    }

    /** How a target was when it was last asked; false before that. */
    boolean isKnownUsable(TargetName target) {
        TargetAnnounced last = said.get(target);
        return last != null && last.problem() == null;
    }

    private void lookNow(Target target) {
        unseen.add(target.name());
        in(Duration.ZERO, target);
    }

    private void in(Duration delay, Target target) {
        if (due.add(target.name())) {
            later.run(delay, () -> {
                due.remove(target.name());
                if (announce(target)) {
                    lookIfUnseen(target);
                }
            });
        }
    }

    /** Sees at once how a target is, and says so. @return whether it can be used */
    boolean announce(Target target) {
        Lock turn = turn(target);
        turn.lock();
        boolean usable = false;
        try {
            TargetAnnounced now = announced(target);
            say(now);
            if (now.problem() != null) {
                unseen.add(target.name());
            }
            usable = now.problem() == null;
        } catch (RuntimeException e) {
            if (!isStopped()) {
                LOG.warnf(e, "target %s could not be announced; it is tried again", target.name());
            }
        } finally {
            turn.unlock();
            if (!usable) {
                in(probe, target);
            }
        }
        return usable;
    }

    private static TargetAnnounced announced(Target target) {
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

    private Lock turn(Target target) {
        return turns.computeIfAbsent(target.name(), any -> new ReentrantLock());
    }

    /** What was seen is always said: what the registry knows may have changed meanwhile. */
    private void say(TargetAnnounced now) {
        TargetAnnounced before = said.get(now.target());
        boolean same = before != null && before.seeing(null).equals(now.seeing(null));
        if (same && now.images() == null) {
            return;
        }
        bus.publish(now);
        said.put(now.target(), now);
        if (!same) {
            log(now);
        }
    }

    private void lookIfUnseen(Target target) {
        if (!unseen.contains(target.name()) || !looking.add(target.name())) {
            return;
        }
        boolean looked = false;
        try {
            looked = look(target);
        } catch (RuntimeException e) {
            if (!isStopped()) {
                LOG.warnf(e, "target %s: which images are there could not be said; it is tried again", target.name());
            }
        } finally {
            looking.remove(target.name());
            if (!looked) {
                in(probe, target);
            }
        }
    }

    /**
     * A target that gives no list can be used all the same: it is only not known what is there. Whoever asks whether it can be
     * used does not wait for the list.
     *
     * @return false when it is not any more what it was when the list was asked for
     */
    private boolean look(Target target) {
        TargetAnnounced asked;
        Optional<List<ImageId>> images;
        places.acquireUninterruptibly();
        try {
            asked = said.get(target.name()).seeing(null);
            images = images(target);
        } finally {
            places.release();
        }
        Lock turn = turn(target);
        turn.lock();
        try {
            if (asked.problem() != null || !asked.equals(said.get(target.name()).seeing(null))) {
                return false;
            }
            images.map(asked::seeing).ifPresent(this::say);
            unseen.remove(target.name());
        } finally {
            turn.unlock();
        }
        if (awaited.add(target.name())) {
            later.run(images.isPresent() ? look : look.dividedBy(24), () -> {
                awaited.remove(target.name());
                lookNow(target);
            });
        }
        return true;
    }

    private static Optional<List<ImageId>> images(Target target) {
        try {
            List<ImageId> images = target.images();
            if (images.size() <= MOST_IMAGES) {
                return Optional.of(images);
            }
            LOG.warnf(
                    "target %s has %d images, too many for an event: nobody notices when one goes",
                    target.name(), images.size());
        } catch (RuntimeException | OutOfMemoryError e) {
            if (isStopped()) {
                throw e;
            }
            if (e instanceof FailureException known) {
                LOG.warnf(
                        "target %s does not say which images it has: %s: %s",
                        target.name(), known.code(), known.getMessage());
            } else {
                LOG.errorf(e, "target %s: unforeseen failure while its images were listed", target.name());
            }
        }
        return Optional.empty();
    }

    /** What fails then, fails because of it. Nothing waits for it any longer. */
    private static boolean isStopped() {
        return Thread.currentThread().isInterrupted();
    }

    private static void log(TargetAnnounced now) {
        if (now.problem() == null) {
            LOG.infof("target %s: %s %s", now.target(), now.kind(), now.location());
        } else {
            LOG.warnf(
                    "target %s cannot be used: %s: %s",
                    now.target(), now.problem().code(), now.problem().message());
        }
    }
}
