package dev.darkroom.registry;

import dev.darkroom.registry.known.Status;
import dev.darkroom.registry.query.Query;
import dev.darkroom.registry.store.StoreException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * How many images are in which status, and since when one is not finished, for those who measure: asked for once for all, and as
 * it was last while the database cannot be used. Each question takes seconds then, and whoever measures waits ten for everything.
 */
final class LastCounts {
    private final Query query;
    private final Clock clock;
    private final long fresh;
    private Map<Status, Long> last = Map.of();
    private Optional<Instant> oldest; // Null before the first answer.
    private long asked;

    /** @param fresh how long an answer is good enough */
    LastCounts(Query query, Clock clock, Duration fresh) {
        this.query = query;
        this.clock = clock;
        this.fresh = fresh.toNanos();
        this.asked = System.nanoTime() - this.fresh;
    }

    /** NaN before the first answer. */
    synchronized double of(Status status) {
        ask();
        Long count = last.get(status);
        return count == null ? Double.NaN : count;
    }

    /** How many seconds the image has been wanted that is not finished and has waited longest; NaN before the first answer. */
    synchronized double oldestUnfinished() {
        ask();
        if (oldest == null) {
            return Double.NaN;
        }
        return oldest.map(since -> Duration.between(since, clock.instant()).toMillis() / 1000.0)
                .orElse(0.0);
    }

    private void ask() {
        if (System.nanoTime() - asked >= fresh) {
            try {
                last = query.counts();
                oldest = query.oldestUnfinished();
            } catch (StoreException e) {
                // What it was last is more than nothing; that it cannot be asked, readiness says.
            }
            asked = System.nanoTime();
        }
    }
}
