package dev.darkroom.fetch.cosign;

/** A bundle, or a file of trusted roots, that is not to be relied on. The message is a clause that says why. */
public final class RefusedBundleException extends Exception {
    private static final long serialVersionUID = 1L;

    RefusedBundleException(String why) {
        super(why);
    }

    RefusedBundleException(String why, Throwable cause) {
        super(why, cause);
    }
}
