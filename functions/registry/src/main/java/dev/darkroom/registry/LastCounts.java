package dev.darkroom.registry;

import dev.darkroom.registry.known.Status;
import dev.darkroom.registry.query.Query;
import dev.darkroom.registry.store.StoreException;
import java.time.Duration;
import java.util.Map;

/**
 * How many images are in which status, for those who measure: asked for once for all statuses, and as it was last while the
 * database cannot be used. Each question takes seconds then, and whoever measures waits ten for everything.
 */
final class LastCounts {
    private final Query query;
    private final long fresh;
    private Map<Status, Long> last = Map.of();
    private long asked;

    /** @param fresh how long an answer is good enough */
    LastCounts(Query query, Duration fresh) {
        this.query = query;
        this.fresh = fresh.toNanos();
        this.asked = System.nanoTime() - this.fresh;
    }

    /** NaN before the first answer. */
    synchronized double of(Status status) {
        if (System.nanoTime() - asked >= fresh) {
            try {
                last = query.counts();
            } catch (StoreException e) {
                // What it was last is more than nothing; that it cannot be asked, readiness says.
            }
            asked = System.nanoTime();
        }
        Long count = last.get(status);
        return count == null ? Double.NaN : count;
    }
}
