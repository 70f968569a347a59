package dev.darkroom.demo;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;

/** Files of this machine, dealt out so that no two images get the same. */
final class RealFiles {
    /** What lies there is no secret, for whomever it is copied: images of it are served to everybody on this machine. */
    private static final List<Path> ROOTS = List.of(Path.of("/usr/share"), Path.of("/usr/lib"), Path.of("/usr/bin"));

    private static final long LARGEST = 8L << 20;

    private RealFiles() {}

    /**
     * Copies every {@code of}th file, from the {@code number}th on, until there are enough bytes.
     *
     * @return how many bytes were copied
     */
    static long copy(Path tree, int number, int of, long bytes) throws IOException {
        var copying = new Copying(tree, number, of, bytes);
        for (Path root : ROOTS) {
            if (Files.isDirectory(root, LinkOption.NOFOLLOW_LINKS) && copying.copied < bytes) {
                Files.walkFileTree(root, copying);
            }
        }
        return copying.copied;
    }

    private static final class Copying extends SimpleFileVisitor<Path> {
        private final Path tree;
        private final int of;
        private final long bytes;
        private int turn;
        private long copied;

        Copying(Path tree, int number, int of, long bytes) {
            this.tree = tree;
            this.turn = number;
            this.of = of;
            this.bytes = bytes;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            if (!attributes.isRegularFile() || attributes.size() == 0 || attributes.size() > LARGEST) {
                return FileVisitResult.CONTINUE;
            }
            if (turn++ % of == 0) {
                Path copy = tree.resolve(Path.of("/").relativize(file));
                Files.createDirectories(copy.getParent());
                try {
                    Files.copy(file, copy);
                    copied += attributes.size();
                } catch (AccessDeniedException | NoSuchFileException e) {
                    // Not for us to read, or gone meanwhile: there are others.
                    Files.deleteIfExists(copy);
                }
            }
            return copied >= bytes ? FileVisitResult.TERMINATE : FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException e) {
            return FileVisitResult.CONTINUE;
        }
    }
}
