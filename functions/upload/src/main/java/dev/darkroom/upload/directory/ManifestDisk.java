package dev.darkroom.upload.directory;

import dev.darkroom.events.FailureCode;
import dev.darkroom.events.FailureException;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Tells a directory whose disk is not mounted any more from one that was emptied: as far as this process has seen a manifest
 * there. Everything would else be published again, onto the disk below.
 */
final class ManifestDisk {
    private final Path directory;
    private FileStore seen;

    ManifestDisk(Path directory) {
        this.directory = directory;
    }

    /** @throws FailureException {@code target-unavailable} when there is none, and the disk is not the one that had it */
    synchronized void require(Manifest manifest) throws IOException {
        FileStore disk = Files.getFileStore(nearest());
        if (manifest.isThere()) {
            seen = disk;
        } else if (seen != null && !seen.equals(disk)) {
            throw new FailureException(
                    FailureCode.TARGET_UNAVAILABLE,
                    "directory " + directory + " is on another disk than before, which has no " + Manifest.NAME
                            + ": mount the one that has it, or start Darkroom again if this one is meant");
        }
    }

    private Path nearest() {
        Path there = directory;
        while (Files.notExists(there) && there.getParent() != null) {
            there = there.getParent();
        }
        return there;
    }
}
