package dev.darkroom.staging.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Tries whether files can be made in a directory: nothing else tells, be it of another user or on a disk that is read-only. */
public final class WritableDirectory {
    private WritableDirectory() {}

    /**
     * Proves it, without waiting for anybody who writes there.
     *
     * @param suffix of the file that is made for it, and that a process leaves that is killed meanwhile
     */
    public static void require(Path directory, String suffix) throws IOException {
        Files.deleteIfExists(Files.createTempFile(directory, ".writable-", suffix));
    }
}
