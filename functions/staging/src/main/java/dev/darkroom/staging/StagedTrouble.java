package dev.darkroom.staging;

import dev.darkroom.events.FailureCode;
import dev.darkroom.events.FailureException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;

/** What it means when staged bytes cannot be read, or are others than before. */
public final class StagedTrouble {
    /** What {@code strerror} says of EMFILE, and before "in system" of ENFILE. */
    private static final String TOO_MANY_OPEN = "Too many open files";

    private StagedTrouble() {}

    /**
     * What it means when they cannot be read, though they lie there: who would try again would never end. That too many files are
     * open says nothing of them.
     */
    public static RuntimeException unreadable(IOException e) {
        return e instanceof FileSystemException file
                        && file.getReason() != null
                        && file.getReason().startsWith(TOO_MANY_OPEN)
                ? new UncheckedIOException(e)
                : rotten("can no longer be read from the disk", e);
    }

    /** What to throw when they are not what was staged. @param how it shows */
    public static FailureException rotten(String how, IOException cause) {
        return new FailureException(
                FailureCode.STAGED_BYTES_MISSING,
                "the staged bytes " + how + ": they are fetched again; look after that disk",
                cause);
    }
}
