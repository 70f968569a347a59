package dev.darkroom.registry.known;

import dev.darkroom.events.FailureCode;
import dev.darkroom.events.ImageFailed;
import dev.darkroom.events.Texts;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.UUID;

/**
 * The failure that counts in one scope of an image: of all that were heard, the one of the highest rank.
 *
 * @param attempt    of the request that it answers
 * @param stage      the function that said so
 * @param code       why
 * @param message    a sentence for people
 * @param retryAfter how long the other side asked us to wait; null when it did not say
 * @param event      the id of the event; breaks ties, so that the order of arrival does not matter
 * @param at         when it was heard
 * @param forgiven   whether somebody has asked anew since; it stays, so that a repeated event does not bring it back
 */
public record Failure(
        int attempt,
        String stage,
        FailureCode code,
        String message,
        Duration retryAfter,
        UUID event,
        Instant at,
        boolean forgiven) {
    private static final int LONGEST_MESSAGE = 1000;
    private static final Comparator<Failure> RANK = Comparator.comparingInt(Failure::attempt)
            .thenComparing(Failure::terminal)
            .thenComparing(Failure::event);

    /** @param attempt of the request that it is believed to answer */
    static Failure of(ImageFailed event, int attempt, Instant now) {
        return new Failure(
                attempt,
                event.stage(),
                event.code(),
                Texts.cut(event.message(), LONGEST_MESSAGE),
                event.retryAfterSeconds() == null ? null : Duration.ofSeconds(event.retryAfterSeconds()),
                event.id(),
                now,
                false);
    }

    /** Whether it is never asked for again by itself. */
    public boolean terminal() {
        return !code.retryable();
    }

    boolean outranks(Failure other) {
        return other == null || RANK.compare(this, other) > 0;
    }

    Failure notAfter(Instant now) {
        Instant heard = at.isAfter(now) ? now : at;
        return new Failure(attempt, stage, code, message, retryAfter, event, heard, forgiven);
    }

    Failure forgive() {
        return new Failure(attempt, stage, code, message, retryAfter, event, at, true);
    }
}
