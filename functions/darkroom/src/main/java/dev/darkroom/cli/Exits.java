package dev.darkroom.cli;

/** Exit codes beside picocli's 0 (well), 1 (it failed) and 2 (wrong usage). */
final class Exits {
    /** Stopped by SIGINT. */
    static final int INTERRUPTED = 130;

    /** Nobody reads what is written. */
    static final int BROKEN_PIPE = 141;

    private Exits() {}
}
