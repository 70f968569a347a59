package dev.darkroom.staging;

import dev.darkroom.staging.Staging.Purpose;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;

/**
 * How many bytes of what is published in a key's directory a sweep gives back, and whether it will. A file that has a second
 * name elsewhere, as in a directory target, gives back none; work files are counted by whoever has reserved their space. What
 * cannot be seen, or is gone meanwhile, is none.
 */
final class Holding extends SimpleFileVisitor<Path> {
    private final Path directory;
    private final Purpose purpose;
    private boolean comesBack;
    private long bytes;

    private Holding(Path directory, Purpose purpose) {
        this.directory = directory;
        this.purpose = purpose;
    }

    /** How many bytes in it this purpose may hope for. */
    static long of(Path directory, Purpose purpose) throws IOException {
        Holding holding = look(directory, purpose);
        return holding.comesBack ? holding.bytes : 0;
    }

    /** Whether it will give back what it has. */
    static boolean comesBack(Path directory, Purpose purpose) throws IOException {
        return look(directory, purpose).comesBack;
    }

    private static Holding look(Path directory, Purpose purpose) throws IOException {
        var holding = new Holding(directory, purpose);
        Files.walkFileTree(directory, Set.of(), 1, holding);
        holding.comesBack |= Resting.notes(directory);
        return holding;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
        if (attributes.isRegularFile() && directory.equals(file.getParent())) {
            comesBack |= purpose.hopesFor(file.getFileName().toString());
            bytes += hasOtherNames(file) ? 0 : attributes.size();
        }
        return FileVisitResult.CONTINUE;
    }

    private static boolean hasOtherNames(Path file) {
        try {
            return (int) Files.getAttribute(file, "unix:nlink") > 1;
        } catch (IOException unseen) {
            return true;
        } catch (UnsupportedOperationException e) {
            return false; // A file system that knows no other names.
        }
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) {
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path each, IOException e) {
        return FileVisitResult.CONTINUE;
    }
}
