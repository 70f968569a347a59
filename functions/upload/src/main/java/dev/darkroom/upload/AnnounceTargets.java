package dev.darkroom.upload;

import dev.darkroom.events.Bus;
import dev.darkroom.events.TargetAnnounced;
import dev.darkroom.events.TargetName;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.function.LongSupplier;

/** Says which targets there are, and how they are: each has a {@link TargetWatch}, and one that hangs holds up no other. */
public final class AnnounceTargets {
    /** A page of a list is megabytes, and they would all be read at once: at the start, and each day after it. */
    static final int LISTS_AT_ONCE = 2;

    private final Map<TargetName, TargetWatch> watches = new TreeMap<>();

    /**
     * @param probe how long to wait before a target that cannot be used is tried again
     * @param nanos a clock that only runs forward
     */
    AnnounceTargets(Targets targets, Bus bus, Duration probe, LongSupplier nanos) {
        var places = new Semaphore(LISTS_AT_ONCE, true);
        targets.all().forEach(target -> watches.put(target.name(), new TargetWatch(target, bus, probe, places, nanos)));
    }

    /** Announces all of them in the background, and goes on until it is stopped. */
    void start() {
        watches.values().forEach(TargetWatch::start);
    }

    void stop() {
        watches.values().forEach(TargetWatch::stop);
    }

    TargetWatch over(TargetName target) {
        return watches.get(target);
    }

    /**
     * What was said of a target last, after it was looked at which images are there; those are null where it gives no list.
     * Empty while it is still to be looked at.
     */
    public Optional<TargetAnnounced> said(TargetName target) {
        return over(target).said();
    }
}
