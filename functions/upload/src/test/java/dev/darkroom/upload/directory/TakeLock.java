package dev.darkroom.upload.directory;

import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A process of its own that looks whether it could write to a directory now. */
final class TakeLock {
    static final int FREE = 0;
    static final int HELD = 3;

    private TakeLock() {}

    public static void main(String[] args) throws Exception {
        try (FileChannel file = FileChannel.open(Path.of(args[0], ".darkroom.lock"), StandardOpenOption.WRITE)) {
            System.exit(file.tryLock() == null ? HELD : FREE);
        }
    }
}
