package dev.darkroom.registry.query;

/** A question has no answer, or what was sent is not taken; the message says why, and what to do, fit to be shown. */
public final class QueryException extends RuntimeException {
    private final Refusal refusal;

    public QueryException(Refusal refusal, String message) {
        super(message);
        this.refusal = refusal;
    }

    public Refusal refusal() {
        return refusal;
    }
}
