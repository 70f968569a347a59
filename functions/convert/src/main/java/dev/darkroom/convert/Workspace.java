package dev.darkroom.convert;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/**
 * The directory of one conversion. Within it qemu-img knows the source as {@link #SOURCE} and the output as {@link
 * #OUTPUT}, whatever they are called outside.
 *
 * @param directory that is this conversion's alone
 * @param source    the staged bytes, which stay where they are
 */
record Workspace(Path directory, Path source) {
    static final String SOURCE = "in";
    static final String OUTPUT_DIRECTORY = "out";
    static final String OUTPUT = OUTPUT_DIRECTORY + "/image";

    /** Makes the directory anew: what an earlier process left there is of no use. */
    static Workspace prepare(Path directory, Path source) {
        var workspace = new Workspace(directory.toAbsolutePath(), source.toAbsolutePath());
        workspace.remove();
        try {
            Files.createDirectories(workspace.outputDirectory());
            Files.createSymbolicLink(workspace.directory.resolve(SOURCE), workspace.source);
        } catch (IOException e) {
            throw new UncheckedIOException("work directory " + directory + " cannot be made", e);
        }
        return workspace;
    }

    /** The only place that qemu-img may write to. */
    Path outputDirectory() {
        return directory.resolve(OUTPUT_DIRECTORY);
    }

    Path output() {
        return directory.resolve(OUTPUT);
    }

    /** Whether there is an output. A link is none: it could lead to any file of this machine. */
    boolean hasOutput() {
        return Files.isRegularFile(output(), LinkOption.NOFOLLOW_LINKS);
    }

    /** How large the output is by now. */
    long outputSize() {
        try {
            return hasOutput() ? Files.size(output()) : 0;
        } catch (IOException e) {
            throw new UncheckedIOException("output in " + directory + " cannot be read", e);
        }
    }

    /** Deletes the directory, and not what its links lead to. Nothing there is success. */
    void remove() {
        if (!Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (var all = Files.walk(directory)) {
            List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
            for (Path each : deepestFirst) {
                Files.deleteIfExists(each);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("work directory " + directory + " cannot be deleted", e);
        }
    }
}
