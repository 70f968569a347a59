package dev.darkroom.cli.ask;

/** The registry could not be asked, or refused; the message says why and what to do. */
public final class UnansweredException extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final String code;
    private final boolean mayPass;

    UnansweredException(String message, Throwable cause) {
        this("", message, false, cause);
    }

    UnansweredException(String code, String message) {
        this(code, message, false, null);
    }

    UnansweredException(String code, String message, boolean mayPass, Throwable cause) {
        super(message, cause);
        this.code = code;
        this.mayPass = mayPass;
    }

    /** The registry's code for it ({@link dev.darkroom.registry.query.Refusal#label()}); empty when it gave none. */
    public String code() {
        return code;
    }

    /** Whether the same question may be answered in a moment: nobody was there, or had the time. */
    public boolean mayPass() {
        return mayPass;
    }
}
