package dev.darkroom.registry.query;

import java.util.Locale;

/** Why a question has no answer, or what was sent is not taken. The label is the {@code code} of the error. */
public enum Refusal {
    /** The question itself is wrong. */
    QUESTION_INVALID(false),
    KEY_UNKNOWN(true),
    TARGET_UNKNOWN(true),
    CATALOGUE_UNKNOWN(false),
    /** There are several targets: the question must name one. */
    TARGET_AMBIGUOUS(false),
    /** No target has announced itself yet. */
    TARGET_MISSING(true),
    /** The time to wait is over. */
    NOT_READY(true),
    /** The image is not ready there, so it has no ID yet. */
    NO_ID(false),
    /** The image has failed there for good, so it has no ID. */
    IMAGE_FAILED(false),
    /** Nothing has failed, nor is ready where it could be repaired. */
    NOTHING_TO_RETRY(false),
    /** The caller waits for as much as one caller may. */
    WAITS_TOO_MUCH(true),
    BUSY(true),
    CATALOGUE_INVALID(false),
    CATALOGUE_TOO_LARGE(false),
    /** Kafka does not take what is to be published. */
    BUS_UNAVAILABLE(true);

    private final boolean retryable;

    Refusal(boolean retryable) {
        this.retryable = retryable;
    }

    /** Whether the same question may have an answer for who waits: what is not known yet may become known. */
    public boolean retryable() {
        return retryable;
    }

    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
