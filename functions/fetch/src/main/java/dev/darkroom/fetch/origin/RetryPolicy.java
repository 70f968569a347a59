package dev.darkroom.fetch.origin;

import dev.darkroom.events.FailureCode;
import dev.darkroom.events.FailureException;
import dev.darkroom.events.SourceUri;
import dev.darkroom.events.Texts;
import dev.darkroom.fetch.origin.UnreachableOrigins.AtRest;
import java.io.IOException;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;

/** How often and how long one piece of work tries again before it gives up and leaves it to the registry. */
public final class RetryPolicy {
    private static final Logger LOG = Logger.getLogger(RetryPolicy.class);

    /** The wait after the first failure; doubled after each further one. */
    private static final Duration FIRST = Duration.ofSeconds(1);

    private static final Duration LONGEST = Duration.ofSeconds(30);
    /** The longest wait that an origin may ask for; one that asks for more is asked again later. */
    private static final Duration LONGEST_REQUEST = Duration.ofSeconds(60);

    private final int attempts;
    private final Pause pause;
    private final RandomGenerator random;
    private final Deadline deadline;
    private int failures;
    private boolean rested;

    /** @param attempts how many in a row may fail */
    public RetryPolicy(int attempts, Pause pause, RandomGenerator random, Deadline deadline) {
        this.attempts = attempts;
        this.pause = pause;
        this.random = random;
        this.deadline = deadline;
    }

    /** The origin made progress: it is not the same failure over and over. */
    public void renew() {
        failures = 0;
        rested = false;
    }

    /**
     * Waits before the next attempt.
     *
     * @throws FailureException when there is to be none
     */
    public void endure(SourceUri source, IOException e) {
        if (Thread.currentThread().isInterrupted()) {
            throw new IllegalStateException("interrupted while asking " + source, e);
        }
        deadline.require(source, Duration.ZERO);
        failures++;
        Duration asked =
                e instanceof OriginTrouble trouble ? trouble.retryAfter().orElse(null) : null;
        FailureCode code = e instanceof OriginTrouble trouble ? trouble.code() : FailureCode.ORIGIN_UNAVAILABLE;
        boolean tooLong = asked != null && (asked.compareTo(LONGEST_REQUEST) > 0 || asked.toNanos() > deadline.left());
        // Who redirected there may lead elsewhere the next time, but need not be asked for long.
        boolean rests = rested && e instanceof AtRest;
        rested |= e instanceof AtRest;
        if (tooLong || rests || failures >= attempts) {
            String words = source + " failed: " + Words.of(e) + after();
            throw e instanceof AtRest rest ? rest.failure(words) : new FailureException(code, words, asked, e);
        }
        Duration wait = asked == null ? backOff() : asked;
        deadline.require(source, wait);
        LOG.infof("%s: %s; trying again in %s", source, Words.of(e), Texts.of(wait));
        try {
            pause.of(wait);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for " + source, interrupted);
        }
    }

    private String after() {
        return failures == 1 ? "" : " (" + failures + " attempts in a row)";
    }

    /** Doubled each time; half of it is left to chance, so that many workers do not come back together. */
    private Duration backOff() {
        long doubled = FIRST.toMillis() << Math.min(failures - 1, 20);
        long most = Math.min(doubled, LONGEST.toMillis());
        return Duration.ofMillis(most - random.nextLong(most / 2 + 1));
    }
}
