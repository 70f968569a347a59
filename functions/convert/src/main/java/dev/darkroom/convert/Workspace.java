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

    /**
     * Makes a directory that nobody else has, beside the work file of that name. Those that earlier processes left there
     * are deleted; one that still runs, because it was only believed dead, loses its work and never takes ours for it.
     */
    static Workspace prepare(Path workFile, Path source) {
        String prefix = workFile.getFileName() + "-";
        try {
            try (var earlier =
                    Files.newDirectoryStream(workFile.toAbsolutePath().getParent(), prefix + "*")) {
                for (Path each : earlier) {
                    delete(each);
                }
            }
            var workspace = new Workspace(
                    Files.createTempDirectory(workFile.toAbsolutePath().getParent(), prefix), source.toAbsolutePath());
            Files.createDirectory(workspace.outputDirectory());
            Files.createSymbolicLink(workspace.directory.resolve(SOURCE), workspace.source);
            return workspace;
        } catch (IOException e) {
            throw new UncheckedIOException("work directory " + workFile + " cannot be made", e);
        }
    }

    /** Whether somebody deleted it meanwhile. */
    boolean isGone() {
        return !Files.isDirectory(outputDirectory(), LinkOption.NOFOLLOW_LINKS);
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

    void remove() {
        try {
            delete(directory);
        } catch (IOException e) {
            throw new UncheckedIOException("work directory " + directory + " cannot be deleted", e);
        }
    }

    /** Deletes a directory, and not what its links lead to. Nothing there is success. */
    static void delete(Path directory) throws IOException {
        if (Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
            List<Path> deepestFirst;
            try (var all = Files.walk(directory)) {
                deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
            }
            for (Path each : deepestFirst) {
                Files.deleteIfExists(each);
            }
        }
    }
}
