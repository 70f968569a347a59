package dev.darkroom.cli.sync;

import dev.darkroom.cli.ask.HttpRegistry;
import dev.darkroom.registry.query.ImageView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.function.LongSupplier;

/** Waits until nothing is pending any more, and shows how far it is. */
public final class AwaitImages {
    private static final Duration LOOK = Duration.ofMillis(250);
    /** Looking must not take more than this share of the time, however many images there are. */
    private static final int REST_PER_LOOK = 10;

    private final HttpRegistry registry;
    private final Patience patience;
    private final Display display;
    private final LongSupplier nanos;

    public AwaitImages(HttpRegistry registry, Patience patience, Display display, LongSupplier nanos) {
        this.registry = registry;
        this.patience = patience;
        this.display = display;
        this.nanos = nanos;
    }

    /**
     * @param atMost how long to wait; null: as long as it takes
     * @return each image at each target; those that are still pending when the time is over, too
     */
    public List<Outcome> await(Collection<String> keys, Collection<String> targets, Duration atMost)
            throws InterruptedException {
        long start = nanos.getAsLong();
        while (true) {
            long asked = nanos.getAsLong();
            List<Outcome> outcomes = outcomes(registry.images(), keys, targets);
            display.show(outcomes, registry.progress());
            long now = nanos.getAsLong();
            if (outcomes.stream().noneMatch(Outcome::pending) || (atMost != null && now - start > atMost.toNanos())) {
                return outcomes;
            }
            Thread.sleep(Math.max(LOOK.toMillis(), Duration.ofNanos(now - asked).toMillis() * REST_PER_LOOK));
        }
    }

    private List<Outcome> outcomes(
            SortedMap<String, ImageView> images, Collection<String> keys, Collection<String> targets) {
        var outcomes = new ArrayList<Outcome>();
        for (String key : keys) {
            for (String target : targets) {
                outcomes.add(patience.judge(key, images.get(key), target));
            }
        }
        return outcomes;
    }
}
