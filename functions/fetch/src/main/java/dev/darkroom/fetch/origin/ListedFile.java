package dev.darkroom.fetch.origin;

import dev.darkroom.events.FailureCode;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.util.Set;

/**
 * A file that was judged. Whoever may write below a listed directory may put links in its place, or in that of a directory
 * on the way, before it is opened: it is opened from directory to directory, each by its name in the one before, and none of
 * them may be a link by now.
 *
 * @param directory that is listed, links resolved; who may exchange it, or what is above it, decides what is listed
 * @param below     the way from there to the file, which had no links
 */
record ListedFile(Path directory, Path below) {

    /** @throws IOException also when it was exchanged, or one of its directories cannot be listed by this process */
    SeekableByteChannel open() throws IOException {
        try (DirectoryStream<Path> top = Files.newDirectoryStream(directory)) {
            // Linux has no other.
            return open((SecureDirectoryStream<Path>) top, below);
        }
    }

    private static SeekableByteChannel open(SecureDirectoryStream<Path> in, Path path) throws IOException {
        Path name = path.getName(0);
        if (path.getNameCount() > 1) {
            try (SecureDirectoryStream<Path> next = in.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS)) {
                return open(next, path.subpath(1, path.getNameCount()));
            }
        }
        // Java opens nothing without waiting: a pipe that comes between this and the next line is waited for.
        if (!in.getFileAttributeView(name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                .readAttributes()
                .isRegularFile()) {
            throw new OriginTrouble(FailureCode.ORIGIN_UNAVAILABLE, "something else took its place meanwhile");
        }
        return in.newByteChannel(name, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
    }
}
