package dev.darkroom.registry;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/** Lets the log say each kind of a lasting trouble once, and once an hour again, not at each attempt. */
final class LogHourly {
    private static final long AGAIN = Duration.ofHours(1).toNanos();
    /** More kinds at once are no kinds: then some are said again. */
    private static final int MOST = 100;

    private final LongSupplier nanoTime;
    private final Map<String, Long> said = new HashMap<>();

    LogHourly() {
        this(System::nanoTime);
    }

    LogHourly(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Whether this kind of trouble is to be said now; whoever asks says it then. */
    synchronized boolean due(String kind) {
        long now = nanoTime.getAsLong();
        Long last = said.get(kind);
        if (last != null && now - last < AGAIN) {
            return false;
        }
        if (said.size() == MOST) {
            said.clear();
        }
        said.put(kind, now);
        return true;
    }

    /** It is over: what comes now is another one. */
    synchronized void over() {
        said.clear();
    }
}
