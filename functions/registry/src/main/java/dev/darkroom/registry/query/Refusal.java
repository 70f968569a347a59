package dev.darkroom.registry.query;

import java.util.Locale;

/** Why a question has no answer. The label is the {@code code} of the error. */
public enum Refusal {
    /** The question itself is wrong. */
    QUESTION_INVALID,
    KEY_UNKNOWN,
    TARGET_UNKNOWN,
    CATALOGUE_UNKNOWN,
    /** There are several targets: the question must name one. */
    TARGET_AMBIGUOUS,
    /** No target has announced itself yet. */
    TARGET_MISSING,
    /** The time to wait is over. */
    NOT_READY,
    /** The image is not ready there, so it has no ID yet. */
    NO_ID,
    /** The image has failed there for good, so it has no ID. */
    IMAGE_FAILED,
    /** Nothing has failed. */
    NOTHING_TO_RETRY,
    /** The caller waits for as much as one caller may. */
    WAITS_TOO_MUCH,
    BUSY;

    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
