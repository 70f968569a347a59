package dev.darkroom.staging.disk;

import dev.darkroom.events.ByteSize;
import dev.darkroom.events.FailureCode;
import dev.darkroom.events.FailureException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Tells a disk on which there is no more room from everything else that can go wrong with a file. */
public final class FullDisk {
    /** What {@code strerror} says of EFBIG; the JDK passes on nothing else. */
    public static final String FILE_TOO_LARGE = "File too large";

    /** The same of ENOSPC. */
    private static final String NO_SPACE = "No space left on device";

    /** And of EDQUOT. */
    private static final String NO_QUOTA = "Disk quota exceeded";

    /** Where so much is left a file is made on any file system, if it lacks bytes only. */
    private static final ByteSize PLENTY = ByteSize.ofMiB(64);

    private FullDisk() {}

    public static boolean caused(IOException e) {
        String reason = e instanceof FileSystemException file ? file.getReason() : e.getMessage();
        return reason != null && (isSaidIn(reason) || reason.contains(FILE_TOO_LARGE));
    }

    /** Whether a program's errors say that there is no more room. */
    public static boolean isSaidIn(String errors) {
        return errors.contains(NO_SPACE) || errors.contains(NO_QUOTA);
    }

    /** What it lacks, and what to do, behind "the disk of a directory". A null is a full disk. */
    public static String lack(IOException e) {
        // Of a write, what is left now does not tell what was left then.
        return unmade(e)
                .flatMap(file -> lackOfInodes(usable(file.toAbsolutePath().getParent()), e.getMessage()))
                .orElse("is full: make room or give it a larger disk");
    }

    /**
     * The same of a disk that has no room for a file, if it has room for bytes. Without their number: what is announced in
     * other words than before is news.
     *
     * @param usable how many are left
     * @param errors in which it is said that it has none
     */
    public static Optional<String> lackOfInodes(long usable, String errors) {
        return Optional.of(
                        "has no inodes left, while bytes are free: delete files, or give it a disk that takes more of them")
                .filter(words -> usable > PLENTY.bytes() && errors.contains(NO_SPACE));
    }

    /** The file that could not even be made. */
    private static Optional<Path> unmade(IOException e) {
        return switch (e) {
            case FileSystemException file when file.getFile() != null -> Optional.of(Path.of(file.getFile()));
            case FileNotFoundException file ->
                Optional.of(Path.of(file.getMessage().replace(" (" + NO_SPACE + ")", "")));
            case null, default -> Optional.empty();
        };
    }

    private static long usable(Path directory) {
        try {
            return Files.getFileStore(directory).getUsableSpace();
        } catch (IOException e) {
            return 0; // It is full at least of something.
        }
    }

    /** The failure of whoever writes into staging; the cause may be null. */
    public static FailureException ofStaging(IOException cause) {
        return new FailureException(FailureCode.NO_SPACE, "the disk of the staging directory " + lack(cause), cause);
    }
}
