package dev.darkroom.upload.directory;

import dev.darkroom.events.FailureCode;
import dev.darkroom.events.FailureException;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Tells a directory whose disk is not mounted from one that was emptied: as far as this process has seen a manifest there, or
 * has heard that there must be one. Everything would else be published again, onto the disk below. One that was emptied is
 * begun anew only after its trouble was announced: then it is looked at, and what is not there any more is missed.
 */
final class ManifestDisk {
    private final Path directory;
    private FileStore seen;
    private boolean expected;
    private boolean troubled;

    ManifestDisk(Path directory) {
        this.directory = directory;
    }

    /** An earlier process has left one. */
    synchronized void expectManifest() {
        expected = true;
    }

    /** It was announced that the directory cannot be used. */
    synchronized void trouble() {
        troubled = true;
    }

    /**
     * @param there whether there is a manifest
     * @throws FailureException {@code target-unavailable} when there is none, and the disk is not the one that had it, or
     *     nothing was announced since
     */
    synchronized void require(boolean there) throws IOException {
        FileStore disk = Files.getFileStore(nearest());
        if (there) {
            seen = disk;
            expected = false;
            troubled = false;
        } else if (expected) {
            throw new FailureException(
                    FailureCode.TARGET_UNAVAILABLE,
                    "directory " + directory + " has images by what is known, but no " + Manifest.NAME
                            + ": mount its disk; or, to have all of them published there again, type mkdir -p '"
                            + directory
                            + "' && echo {} > '" + directory.resolve(Manifest.NAME) + "'");
        } else if (seen != null && !seen.equals(disk)) {
            throw new FailureException(
                    FailureCode.TARGET_UNAVAILABLE,
                    "directory " + directory + " is on another disk than before, which has no " + Manifest.NAME
                            + ": mount the one that has it, or start Darkroom again if this one is meant");
        } else if (seen != null && !troubled) {
            throw new FailureException(
                    FailureCode.TARGET_UNAVAILABLE,
                    "directory " + directory + " has lost its " + Manifest.NAME
                            + ": what is not there any more is published again");
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
