package dev.darkroom.wire;

import dev.darkroom.events.Texts;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Which threads wait for Kafka to take something, and since when. */
public final class Waits {
    private final Map<Thread, Long> since = new ConcurrentHashMap<>();

    /** The calling thread waits from now on. */
    public void begin() {
        since.put(Thread.currentThread(), System.nanoTime());
    }

    /** It does not any more. */
    public void end() {
        since.remove(Thread.currentThread());
    }

    /**
     * That something has been waited for longer than usual; empty when nothing has.
     *
     * @param what Kafka has not taken, with its article
     */
    public Optional<String> problem(String what, Duration usual) {
        long now = System.nanoTime();
        Duration oldest = Duration.ofNanos(
                since.values().stream().mapToLong(each -> now - each).max().orElse(0));
        return oldest.compareTo(usual) > 0
                ? Optional.of("Kafka has not taken " + what + " for " + Texts.of(oldest))
                : Optional.empty();
    }
}
