package dev.darkroom.upload.directory;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import dev.darkroom.staging.disk.ForceToDisk;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files that are there as a whole or not at all, also after a power cut. */
final class DurableFiles {
    /** How the names of unfinished files end. */
    static final String PART = ".part";

    private DurableFiles() {}

    @FunctionalInterface
    interface Writing {
        void to(Path part) throws IOException;
    }

    /** Has a file written under another name, forces it to disk, and moves it to its place in one step. */
    static void replace(Path file, Writing writing) throws IOException {
        Path part = file.resolveSibling("." + file.getFileName() + PART);
        try {
            writing.to(part);
            ForceToDisk.file(part);
            Files.move(part, file, ATOMIC_MOVE, REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
        ForceToDisk.directory(file.getParent());
    }

    /** Deletes what processes left that were killed while they wrote. Nobody may be writing there. */
    static void sweep(Path directory) throws IOException {
        try (DirectoryStream<Path> parts = Files.newDirectoryStream(directory, ".*" + PART)) {
            for (Path part : parts) {
                Files.deleteIfExists(part);
            }
        }
    }
}
