package dev.darkroom.fetch;

import dev.darkroom.events.FailureCode;
import dev.darkroom.events.FailureException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/** Tells what goes wrong on our disk from what goes wrong at the origin: both are {@link IOException}s. */
final class DiskTrouble {
    /** What {@code strerror} says of ENOSPC, EDQUOT and EFBIG; the JDK passes on nothing else. */
    private static final List<String> FULL =
            List.of("No space left on device", "Disk quota exceeded", "File too large");

    private DiskTrouble() {}

    @FunctionalInterface
    interface DiskWork<T> {
        T run() throws IOException;
    }

    /**
     * @throws FailureException     {@code no-space} when the disk is full
     * @throws UncheckedIOException for anything else
     */
    static <T> T guard(Path file, DiskWork<T> work) {
        try {
            return work.run();
        } catch (IOException e) {
            throw of(file, e);
        }
    }

    static RuntimeException of(Path file, IOException e) {
        String message = String.valueOf(e.getMessage());
        if (FULL.stream().anyMatch(message::contains)) {
            return new FailureException(
                    FailureCode.NO_SPACE,
                    "the disk of the staging directory is full: make room or give it a larger disk",
                    e);
        }
        return new UncheckedIOException("work file " + file + " failed", e);
    }
}
