package dev.darkroom.cli.progress;

import dev.darkroom.serve.progress.Activity;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/** How fast each activity is, over the last seconds. */
final class Speeds {
    private static final long WINDOW = Duration.ofSeconds(5).toNanos();
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final LongSupplier nanos;
    private final Map<String, Deque<Sample>> samples = new HashMap<>();

    private record Sample(long at, long done) {}

    Speeds(LongSupplier nanos) {
        this.nanos = nanos;
    }

    void look(List<Activity> activities) {
        long now = nanos.getAsLong();
        Set<String> names = activities.stream().map(Speeds::name).collect(Collectors.toSet());
        samples.keySet().retainAll(names);
        for (Activity each : activities) {
            Deque<Sample> known = samples.computeIfAbsent(name(each), any -> new ArrayDeque<>());
            if (!known.isEmpty() && known.getLast().done > each.done()) {
                known.clear(); // It has begun anew.
            }
            known.add(new Sample(now, each.done()));
            while (now - known.getFirst().at > WINDOW) {
                known.removeFirst();
            }
        }
    }

    /** Bytes per second; empty until that can be said. */
    OptionalLong of(Activity activity) {
        Deque<Sample> known = samples.get(name(activity));
        if (known == null || known.getLast().at - known.getFirst().at < SECOND / 2) {
            return OptionalLong.empty();
        }
        Sample first = known.getFirst();
        Sample last = known.getLast();
        return OptionalLong.of((long) ((last.done - first.done) * (double) SECOND / (last.at - first.at)));
    }

    private static String name(Activity activity) {
        return activity.key() + "/" + activity.activity();
    }
}
