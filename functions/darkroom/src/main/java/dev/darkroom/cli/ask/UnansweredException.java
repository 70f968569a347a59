package dev.darkroom.cli.ask;

/** The registry could not be asked, or refused; the message says why and what to do. */
public final class UnansweredException extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final String code;
    private final boolean retryable;

    private UnansweredException(String code, String message, boolean retryable, Throwable cause) {
        super(message, cause);
        this.code = code;
        this.retryable = retryable;
    }

    /** It is refused by a code; who refuses says in the message why. */
    static UnansweredException coded(String code, String message, boolean retryable) {
        return new UnansweredException(code, message, retryable, null);
    }

    /** Nobody answers now, and may in a moment. @param cause null: there is none */
    static UnansweredException retryable(String message, Throwable cause) {
        return new UnansweredException("", message, true, cause);
    }

    /** There is no answer until somebody mends the cause. @param cause null: there is none */
    static UnansweredException terminal(String message, Throwable cause) {
        return new UnansweredException("", message, false, cause);
    }

    /** The registry's code for it ({@link dev.darkroom.registry.query.Refusal#label()}); empty when it gave none. */
    public String code() {
        return code;
    }

    /** Whether the same question may be answered in a moment: nobody was there, or had the time. */
    public boolean retryable() {
        return retryable;
    }
}
