package dev.darkroom.events;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/** A step could not do its work; says why by a code, and in a sentence that is fit for people and free of secrets. */
public final class FailureException extends RuntimeException {
    private final FailureCode code;
    private final Duration retryAfter;
    private final boolean tried;

    public FailureException(FailureCode code, String message) {
        this(code, message, null, null);
    }

    public FailureException(FailureCode code, String message, Throwable cause) {
        this(code, message, null, cause);
    }

    /** @param retryAfter how long the other side asked us to wait; null when it did not say */
    public FailureException(FailureCode code, String message, Duration retryAfter, Throwable cause) {
        this(code, message, retryAfter, true, cause);
    }

    private FailureException(FailureCode code, String message, Duration retryAfter, boolean tried, Throwable cause) {
        super(message, cause);
        this.code = Objects.requireNonNull(code);
        this.retryAfter = retryAfter;
        this.tried = tried;
    }

    /** Nothing was done, since it is known from another failure that it would be in vain. */
    public static FailureException untried(FailureCode code, String message, Duration retryAfter, Throwable cause) {
        return new FailureException(code, message, retryAfter, false, cause);
    }

    public FailureCode code() {
        return code;
    }

    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }

    public boolean tried() {
        return tried;
    }
}
