package dev.darkroom.staging;

import dev.darkroom.staging.Staging.Purpose;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

/** How many bytes are in a key's directory, and whether they come back. What cannot be seen, or is gone meanwhile, is none. */
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
        var holding = new Holding(directory, purpose);
        Files.walkFileTree(directory, holding);
        return holding.comesBack ? holding.bytes : 0;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
        comesBack |= directory.equals(file.getParent())
                && purpose.hopesFor(file.getFileName().toString());
        bytes += attributes.size();
        return FileVisitResult.CONTINUE;
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
