package dev.darkroom.registry.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * How much each caller may ask: so many requests a second, and as many at once after a silence (the generic cell rate
 * algorithm: one number for each caller, the time at which all that it has asked would be paid for).
 */
public final class Rate {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final int MOST_CALLERS = 10_000;

    private final Cache<String, AtomicLong> paid = Caffeine.newBuilder()
            .maximumSize(MOST_CALLERS)
            .expireAfterAccess(Duration.ofMinutes(1))
            .executor(Runnable::run)
            .build();
    private final long price;
    private final LongSupplier nanos;

    /**
     * @param perSecond requests
     * @param nanos     a clock that only runs forward
     */
    public Rate(int perSecond, LongSupplier nanos) {
        if (perSecond < 1) {
            throw new IllegalArgumentException("darkroom.http.rate must be at least 1 but is " + perSecond);
        }
        this.price = SECOND / perSecond;
        this.nanos = nanos;
    }

    /** Takes back a request that was counted. */
    void giveBack(String caller) {
        AtomicLong account = paid.getIfPresent(caller);
        if (account != null) {
            account.addAndGet(-price);
        }
    }

    /** Counts a request. @return after how many seconds it may come again; 0 when it may go on */
    long seconds(String caller) {
        AtomicLong account = paid.get(caller, any -> new AtomicLong(nanos.getAsLong()));
        long now = nanos.getAsLong();
        while (true) {
            long before = account.get();
            long after = Math.max(before, now) + price;
            long over = after - now - SECOND;
            if (over > 0) {
                return (over + SECOND - 1) / SECOND;
            }
            if (account.compareAndSet(before, after)) {
                return 0;
            }
        }
    }
}
