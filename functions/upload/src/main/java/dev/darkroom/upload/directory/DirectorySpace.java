package dev.darkroom.upload.directory;

import dev.darkroom.events.ByteSize;
import dev.darkroom.events.FailureCode;
import dev.darkroom.events.FailureException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The room on a directory's disk. What lacks it is the target where hardly any image could be taken, and nobody need try with
 * one after the other; it is the image where a smaller one may still be.
 */
final class DirectorySpace {
    /** With less than this left it is the target: images are larger, but for a few. */
    private static final ByteSize FULL = ByteSize.ofMiB(64);

    /** Never taken by images: the manifest needs room, and so do others whose files are on this disk. */
    private static final ByteSize MARGIN = ByteSize.ofMiB(16);

    private final Path directory;
    private final Disk disk;

    /** Says how many bytes can be written now. */
    @FunctionalInterface
    interface Disk {
        long usable() throws IOException;
    }

    DirectorySpace(Path directory) {
        this(directory, () -> Files.getFileStore(directory).getUsableSpace());
    }

    DirectorySpace(Path directory, Disk disk) {
        this.directory = directory;
        this.disk = disk;
    }

    /** @throws FailureException {@code no-space}, always in the same words, when there is hardly room for any image */
    void requireSome() throws IOException {
        if (disk.usable() < FULL.bytes()) {
            throw lacking("less than " + FULL + " left, which is too little for images");
        }
    }

    /** @throws FailureException {@code no-space} when there is no room for so much more of an image */
    void require(long bytes) throws IOException {
        long usable = disk.usable();
        if (usable - MARGIN.bytes() < bytes) {
            throw lacking(new ByteSize(usable) + " left, of which " + MARGIN + " stay free, but the image needs "
                    + new ByteSize(bytes) + " more");
        }
    }

    private FailureException lacking(String how) {
        return new FailureException(
                FailureCode.NO_SPACE,
                "the disk of directory " + directory + " has " + how + ": make room or give it a larger disk");
    }
}
