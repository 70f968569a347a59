package dev.darkroom.fetch.openpgp;

/** A signature, a signed message or a key that is not to be relied on. The message is a clause that says why. */
public final class RefusedSignatureException extends Exception {
    private static final long serialVersionUID = 1L;

    RefusedSignatureException(String why) {
        super(why);
    }

    RefusedSignatureException(String why, Throwable cause) {
        super(why, cause);
    }
}
