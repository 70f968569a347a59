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
 * name elsewhere, as in a directory target, gives back none; work files are counted by whoever has reserved their space, but
 * for those of a key that rests: nobody works on them. What cannot be seen, or is gone meanwhile, is none.
 */
final class Holding extends SimpleFileVisitor<Path> {
    private final Path directory;
    private final Purpose purpose;
    private final boolean rests;
    private boolean comesBack;
    private long bytes;

    private Holding(Path directory, Purpose purpose) {
        this.directory = directory;
        this.purpose = purpose;
        this.rests = Resting.notes(directory);
        this.comesBack = rests;
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
        Files.walkFileTree(directory, Set.of(), holding.rests ? Integer.MAX_VALUE : 1, holding);
        return holding;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
        boolean published = directory.equals(file.getParent());
        if (attributes.isRegularFile() && (published || rests && !file.equals(Resting.at(directory)))) {
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
