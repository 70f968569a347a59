package dev.darkroom.cli.sync;

import dev.darkroom.cli.ask.Deadline;
import dev.darkroom.cli.ask.HttpRegistry;
import dev.darkroom.cli.ask.Outage;
import dev.darkroom.cli.ask.UnansweredException;
import dev.darkroom.registry.query.ImageView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.LongSupplier;

/** Waits until nothing is pending any more, and shows how far it is. */
public final class AwaitImages {
    private static final Duration LOOK = Duration.ofMillis(250);
    /** Looking must not take more than this share of the time, however many images there are. */
    private static final int REST_PER_LOOK = 10;

    private final HttpRegistry registry;
    private final Patience patience;
    private final Outage outage;
    private final Display display;
    private final LongSupplier nanos;

    /** @param outage how long it is put up with that nobody answers */
    public AwaitImages(HttpRegistry registry, Patience patience, Outage outage, Display display, LongSupplier nanos) {
        this.registry = registry;
        this.patience = patience;
        this.outage = outage;
        this.display = display;
        this.nanos = nanos;
    }

    /** @return each image at each target; those that are still pending when the time is over, as last heard of, too */
    public List<Outcome> await(Collection<String> keys, Collection<String> targets, Deadline deadline)
            throws InterruptedException {
        List<Outcome> last = null; // Nobody has answered yet.
        while (true) {
            long asked = nanos.getAsLong();
            try {
                last = outcomes(registry.images(), keys, targets);
                display.show(last, registry.progress());
                outage.over();
                if (last.stream().noneMatch(Outcome::pending) || deadline.over()) {
                    return last;
                }
            } catch (UnansweredException e) {
                if (deadline.over()) {
                    return Optional.ofNullable(last).orElseThrow(() -> e);
                }
                outage.endure(e);
                asked = nanos.getAsLong();
            }
            Duration rest = Duration.ofNanos(nanos.getAsLong() - asked).multipliedBy(REST_PER_LOOK);
            Thread.sleep(rest.compareTo(LOOK) < 0 ? LOOK : deadline.cut(rest, LOOK));
        }
    }

    private List<Outcome> outcomes(
            SortedMap<String, ImageView> images, Collection<String> keys, Collection<String> targets) {
        var outcomes = new ArrayList<Outcome>();
        for (String key : keys) {
            for (String target : targets) {
                outcomes.add(Outcome.of(key, images.get(key), target));
            }
        }
        return patience.judge(outcomes, images);
    }
}
