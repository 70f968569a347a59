package dev.darkroom.cli.ask;

/** The registry could not be asked, or refused; the message says why and what to do. */
public final class UnansweredException extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final String code;

    UnansweredException(String message, Throwable cause) {
        super(message, cause);
        this.code = "";
    }

    UnansweredException(String code, String message) {
        super(message);
        this.code = code;
    }

    /** The registry's code for it ({@link dev.darkroom.registry.query.Refusal#label()}); empty when it gave none. */
    public String code() {
        return code;
    }
}
