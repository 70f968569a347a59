package dev.darkroom.upload.directory;

import dev.darkroom.events.FailureCode;
import dev.darkroom.events.FailureException;
import dev.darkroom.events.Reasons;
import dev.darkroom.staging.disk.DiskWork;
import dev.darkroom.staging.disk.FullDisk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileLockInterruptionException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;

/** What is wrong with a directory, in the words of the failure codes. */
final class DirectoryTrouble {
    /** What {@code strerror} says of ENOTDIR. */
    private static final String NO_DIRECTORY = "Not a directory";

    private DirectoryTrouble() {}

    /** @throws FailureException saying what is wrong with the directory */
    static <T> T guard(Path directory, DiskWork<T> work) {
        try {
            return work.run();
        } catch (IOException e) {
            throw of(directory, e);
        }
    }

    static RuntimeException of(Path directory, IOException e) {
        return switch (e) {
            case ClosedByInterruptException stopping -> new UncheckedIOException(stopping);
            case FileLockInterruptionException stopping -> new UncheckedIOException(stopping);
            case AccessDeniedException denied ->
                new FailureException(
                        FailureCode.TARGET_UNAUTHORIZED,
                        "directory " + directory
                                + " may not be written by the user that runs Darkroom: permission denied on "
                                + denied.getFile(),
                        e);
            case FileAlreadyExistsException file -> notOne(directory, file.getFile() + " is there and", e);
            case NotDirectoryException file -> notOne(directory, file.getFile() + " is there and", e);
            case FileSystemException file
            when NO_DIRECTORY.equals(file.getReason()) -> notOne(directory, "a part of " + file.getFile(), e);
            case IOException full
            when FullDisk.caused(full) ->
                new FailureException(
                        FailureCode.NO_SPACE, "the disk of directory " + directory + " " + FullDisk.lack(full), e);
            case IOException other ->
                new FailureException(
                        FailureCode.TARGET_UNAVAILABLE,
                        "directory " + directory + " cannot be used: " + reason(other)
                                + "; see that it is there and can be written",
                        e);
        };
    }

    private static FailureException notOne(Path directory, String what, IOException e) {
        return new FailureException(
                FailureCode.TARGET_UNKNOWN,
                "directory " + directory + " cannot be one: " + what + " is no directory; name another",
                e);
    }

    private static String reason(IOException e) {
        if (e instanceof FileSystemException file && file.getReason() != null) {
            return file.getReason() + " (" + file.getFile() + ")";
        }
        return Reasons.of(e);
    }
}
