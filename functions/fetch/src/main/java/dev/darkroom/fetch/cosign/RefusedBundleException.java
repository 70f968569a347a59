package dev.darkroom.fetch.cosign;

import java.time.Instant;

/** A bundle, or a file of trusted roots, that is not to be relied on. The message is a clause that says why. */
public final class RefusedBundleException extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean early;

    RefusedBundleException(String why) {
        this(why, null);
    }

    RefusedBundleException(String why, Throwable cause) {
        super(why, cause);
        this.early = false;
    }

    /** Of a bundle that is in order but for the time at which it was made, which the clock here has not come to. */
    RefusedBundleException(Instant made, Instant now) {
        super("it was made in the future, at " + made + ", and the clock here says " + now
                + ": one of the two is wrong");
        this.early = true;
    }

    /** Whether the clock here may be what is wrong: then it says nothing for good. */
    public boolean early() {
        return early;
    }
}
