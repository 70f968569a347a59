package dev.darkroom.staging;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.List;

/** Tells a disk on which there is no more room from everything else that can go wrong with a file. */
public final class FullDisk {
    /** What {@code strerror} says of ENOSPC, EDQUOT and EFBIG; the JDK passes on nothing else. */
    private static final List<String> WORDS =
            List.of("No space left on device", "Disk quota exceeded", "File too large");

    private FullDisk() {}

    public static boolean caused(IOException e) {
        String reason = e instanceof FileSystemException file ? file.getReason() : e.getMessage();
        return reason != null && WORDS.stream().anyMatch(reason::contains);
    }
}
