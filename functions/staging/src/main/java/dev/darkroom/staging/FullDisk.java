package dev.darkroom.staging;

import dev.darkroom.events.FailureCode;
import dev.darkroom.events.FailureException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.List;

/** Tells a disk on which there is no more room from everything else that can go wrong with a file. */
public final class FullDisk {
    /** What {@code strerror} says of EFBIG; the JDK passes on nothing else. */
    public static final String FILE_TOO_LARGE = "File too large";

    /** The same of ENOSPC and EDQUOT. */
    private static final List<String> NO_SPACE = List.of("No space left on device", "Disk quota exceeded");

    private FullDisk() {}

    public static boolean caused(IOException e) {
        String reason = e instanceof FileSystemException file ? file.getReason() : e.getMessage();
        return reason != null && (isSaidIn(reason) || reason.contains(FILE_TOO_LARGE));
    }

    /** Whether a program's errors say that there is no more room. */
    public static boolean isSaidIn(String errors) {
        return NO_SPACE.stream().anyMatch(errors::contains);
    }

    /** The failure of whoever writes into staging; the cause may be null. */
    public static FailureException ofStaging(IOException cause) {
        return new FailureException(
                FailureCode.NO_SPACE,
                "the disk of the staging directory is full: make room or give it a larger disk",
                cause);
    }
}
