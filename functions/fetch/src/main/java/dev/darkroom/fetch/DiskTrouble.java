package dev.darkroom.fetch;

import dev.darkroom.events.FailureException;
import dev.darkroom.staging.disk.DiskWork;
import dev.darkroom.staging.disk.FullDisk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** Tells what goes wrong on our disk from what goes wrong at the origin: both are {@link IOException}s. */
final class DiskTrouble {
    private DiskTrouble() {}

    /**
     * @throws FailureException     {@code no-space} when the disk is full
     * @throws UncheckedIOException for anything else
     */
    static <T> T guard(Path file, DiskWork<T> work) {
        try {
            return work.run();
        } catch (IOException e) {
            throw FullDisk.caused(e)
                    ? FullDisk.ofStaging(e)
                    : new UncheckedIOException("work file " + file + " failed", e);
        }
    }
}
