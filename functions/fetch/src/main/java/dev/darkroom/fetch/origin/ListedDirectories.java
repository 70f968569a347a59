package dev.darkroom.fetch.origin;

import dev.darkroom.events.FailureCode;
import dev.darkroom.events.FailureException;
import dev.darkroom.events.SourceUri;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Which files of this machine may be read as sources: only those below listed directories, because a catalogue that
 * arrives as an event must not turn a worker's disk into a public image.
 */
final class ListedDirectories {
    /** What the JDK adds to what the system says of it. */
    private static final String CIRCLE = "or unable to access attributes of symbolic link";

    /** In bytes, as file systems of Linux have it. */
    private static final int LONGEST_NAME = 255;

    private final List<Path> directories;

    /** @param directories below which {@code file:} sources may lie; none: no file is readable */
    ListedDirectories(List<Path> directories) {
        this.directories = List.copyOf(directories);
    }

    /**
     * The file that a {@code file:} URL means, links resolved; to be opened as it was judged.
     *
     * @throws FailureException {@code origin-refused} when it is not below a listed directory or no file can have that name,
     *                          {@code origin-not-found} when it is below one but is not there, or not a regular file
     */
    ListedFile admit(Origin.Ask ask) throws IOException {
        SourceUri uri = ask.source();
        Path named = named(ask);
        try {
            Path real = named.toRealPath();
            // What lies outside is refused before anything is said of it, so that nobody learns what is there.
            Path directory = requireListed(uri, real);
            if (!Files.isRegularFile(real)) {
                throw new FailureException(
                        FailureCode.ORIGIN_NOT_FOUND, uri + " is not a regular file: correct " + ask.field());
            }
            return new ListedFile(directory, directory.relativize(real));
        } catch (FileSystemException e) {
            boolean missing = isMissing(named, e);
            if (!missing && isHidden(named)) {
                throw e;
            }
            requireListed(uri, realParent(named));
            if (!missing) {
                throw e; // It may be there: it may not be read, or its disk does not answer.
            }
            throw new FailureException(
                    FailureCode.ORIGIN_NOT_FOUND,
                    "there is no file " + uri + ": correct " + ask.field() + ", or put it there",
                    e);
        }
    }

    private static Path named(Origin.Ask ask) {
        try {
            return Path.of(ask.source().exact().getPath()).normalize();
        } catch (InvalidPathException e) {
            throw refused(ask.source() + " cannot be the name of a file: correct " + ask.field());
        }
    }

    /** Java knows no exceptions of their own for a link in a circle, a file where a directory should be, and too long a name. */
    private static boolean isMissing(Path named, FileSystemException e) throws IOException {
        return e instanceof NoSuchFileException
                || Objects.toString(e.getReason(), "").endsWith(CIRCLE)
                || Files.isRegularFile(realParent(named))
                || Stream.iterate(named, Objects::nonNull, Path::getParent).anyMatch(ListedDirectories::isTooLong);
    }

    private static boolean isTooLong(Path path) {
        Path name = path.getFileName();
        return name != null && name.toString().getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME;
    }

    /** Whether it lies below a listed directory of which nothing can be seen. */
    private boolean isHidden(Path named) {
        return directories.stream().anyMatch(directory -> named.startsWith(directory) && !Files.exists(directory));
    }

    /** The nearest parent that exists, links resolved. */
    private static Path realParent(Path named) throws IOException {
        Path parent = named.getParent();
        while (parent != null && !Files.exists(parent)) {
            parent = parent.getParent();
        }
        return parent == null ? named : parent.toRealPath();
    }

    /** The directory below which it is, links resolved. */
    private Path requireListed(SourceUri uri, Path real) throws IOException {
        for (Path directory : directories) {
            if (Files.isDirectory(directory) && real.startsWith(directory.toRealPath())) {
                return directory.toRealPath();
            }
        }
        throw refused(uri + " is not below a listed directory: list its directory in darkroom.origins.files,"
                + " or serve the file over https");
    }

    private static FailureException refused(String message) {
        return new FailureException(FailureCode.ORIGIN_REFUSED, message);
    }
}
