package dev.darkroom.fetch.origin;

/**
 * Has Java tell a TLS connection that the other side ended from one that was cut. By default it takes both for the end,
 * and a body that has no length of its own would be complete wherever somebody on the way cuts it (RFC 9112 §9.8).
 */
public final class CloseNotify {
    private static final String SETTING = "com.sun.net.ssl.requireCloseNotify";

    private CloseNotify() {}

    /** Java looks once, when it makes the first socket for TLS: whoever starts the process says it before. */
    public static void require() {
        System.setProperty(SETTING, "true");
    }
}
