package dev.darkroom.upload;

import dev.darkroom.events.Bus;
import dev.darkroom.events.TargetAnnounced;
import dev.darkroom.events.TargetName;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * Says which targets there are, and how they are. One that is ill is looked at again until it is well; one that fails later
 * is looked at then. Only what is new is said: the registry asks again for everything when a target has become well.
 */
public final class AnnounceTargets {
    private static final Logger LOG = Logger.getLogger(AnnounceTargets.class);

    private final Targets targets;
    private final Bus bus;
    private final Duration probe;
    private final Later later;
    private final Map<TargetName, TargetAnnounced> said = new ConcurrentHashMap<>();
    private final Set<TargetName> due = ConcurrentHashMap.newKeySet();

    /** Does something in the background. */
    @FunctionalInterface
    interface Later {
        void run(Duration delay, Runnable work);
    }

    /** @param probe how long to wait before an ill target is looked at again */
    AnnounceTargets(Targets targets, Bus bus, Duration probe, Later later) {
        this.targets = targets;
        this.bus = bus;
        this.probe = probe;
        this.later = later;
    }

    /** Announces all of them in the background, each on its own: one that hangs holds up no other. */
    void start() {
        targets.all().forEach(target -> in(Duration.ZERO, target));
    }

    /** Something went wrong at a target: see whether it is the target. */
    void doubt(Target target) {
        in(Duration.ZERO, target);
    }

    private void in(Duration delay, Target target) {
        if (due.add(target.name())) {
            later.run(delay, () -> look(target));
        }
    }

    private void look(Target target) {
        due.remove(target.name());
        boolean well = false;
        try {
            TargetAnnounced now = target.announce();
            well = now.problem() == null;
            if (!now.equals(said.get(target.name()))) {
                bus.publish(now);
                said.put(target.name(), now);
                log(now);
            }
        } catch (RuntimeException e) {
            well = false;
            LOG.warnf(e, "target %s could not be announced; it is tried again", target.name());
        } finally {
            if (!well) {
                in(probe, target);
            }
        }
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
