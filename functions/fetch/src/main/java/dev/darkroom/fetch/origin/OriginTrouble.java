package dev.darkroom.fetch.origin;

import dev.darkroom.events.FailureCode;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** What went wrong at an origin for now, in words for people. */
public final class OriginTrouble extends IOException {
    private final FailureCode code;
    private final Duration retryAfter;

    public OriginTrouble(FailureCode code, String message) {
        this(code, message, null, null);
    }

    /** @param retryAfter how long the origin asked us to wait; null when it did not say */
    OriginTrouble(FailureCode code, String message, Duration retryAfter, Throwable cause) {
        super(message, cause);
        this.code = code;
        this.retryAfter = retryAfter;
    }

    /** It answers a plain question with a piece. */
    public static OriginTrouble parts() {
        return new OriginTrouble(
                FailureCode.ORIGIN_UNAVAILABLE, "it answered in parts although the whole was asked for");
    }

    /** The code of the failure that this becomes when it does not go away. */
    FailureCode code() {
        return code;
    }

    Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
