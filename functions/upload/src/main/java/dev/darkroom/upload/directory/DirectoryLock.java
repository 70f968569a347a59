package dev.darkroom.upload.directory;

import dev.darkroom.staging.KeyGuard;
import dev.darkroom.staging.disk.DiskWork;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * One writer at a time in a directory: among processes by a lock on a file, and within this one by its guard, because a
 * file lock is held by the process as a whole.
 */
final class DirectoryLock {
    private final Path file;
    private final KeyGuard guard;

    /** @param guard the process's one guard */
    DirectoryLock(Path directory, KeyGuard guard) {
        this.file = directory.resolve(".darkroom.lock");
        this.guard = guard;
    }

    /** Waits for its turn, then does the work. */
    <T> T alone(DiskWork<T> work) throws IOException {
        try (var here = guard.alone("directory/" + file.toAbsolutePath());
                FileChannel channel = open();
                var everywhere = channel.lock()) {
            return work.run();
        }
    }

    /** Nothing else in this process may open the file: on POSIX a close of it, by whomever, gives up the lock that is held. */
    private FileChannel open() throws IOException {
        return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }
}
