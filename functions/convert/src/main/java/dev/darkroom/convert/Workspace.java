package dev.darkroom.convert;

import dev.darkroom.staging.disk.Deletion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.jboss.logging.Logger;

/**
 * The directory of one conversion. Within it qemu-img knows the source as {@link #SOURCE} and the output as {@link
 * #OUTPUT}, whatever they are called outside.
 *
 * @param directory that is this conversion's alone
 * @param source    the staged bytes, which stay where they are
 */
record Workspace(Path directory, Path source) {
    private static final Logger LOG = Logger.getLogger(Workspace.class);

    static final String SOURCE = "in";
    static final String OUTPUT_DIRECTORY = "out";
    static final String OUTPUT = OUTPUT_DIRECTORY + "/image";

    /**
     * Makes a directory that nobody else has, beside the work file of that name. Those that earlier attempts left there are
     * deleted; a qemu-img that has outlived its attempt never writes into ours.
     */
    static Workspace prepare(Path workFile, Path source) {
        String prefix = workFile.getFileName() + "-";
        try {
            try (var earlier =
                    Files.newDirectoryStream(workFile.toAbsolutePath().getParent(), prefix + "*")) {
                for (Path each : earlier) {
                    Deletion.delete(each);
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

    /** Whether somebody has deleted it meanwhile: that is no fault of the image. */
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
        return size(this::isOutput);
    }

    /** How large all else is by now that was written beside the output, where qemu-img writes nothing. */
    long otherSize() {
        return size(file -> !isOutput(file));
    }

    private boolean isOutput(Path file) {
        return file.equals(output());
    }

    private long size(Predicate<Path> which) {
        var size = new AtomicLong();
        try {
            Files.walkFileTree(outputDirectory(), new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    size.addAndGet(attributes.isRegularFile() && which.test(file) ? attributes.size() : 0);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException gone) {
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException("output in " + directory + " cannot be read", e);
        }
        return size.get();
    }

    /** What cannot be deleted is left to whoever comes next: how the conversion ended is said all the same. */
    void remove() {
        try {
            Deletion.delete(directory);
        } catch (IOException e) {
            LOG.warnf(e, "work directory %s cannot be deleted", directory);
        }
    }
}
