package dev.darkroom.staging;

import dev.darkroom.events.FailureCode;
import dev.darkroom.events.FailureException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** What it means when staged bytes cannot be read, or are others than before. */
public final class StagedTrouble {
    private StagedTrouble() {}

    /**
     * What it means when they cannot be read, though they lie there: who would try again would never end. Where they cannot even
     * be opened, that says nothing of them: too many files may be open.
     */
    public static RuntimeException unreadable(IOException e) {
        return e instanceof FileSystemException && !(e instanceof NoSuchFileException)
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
