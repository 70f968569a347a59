package dev.darkroom.serve.data;

import dev.darkroom.serve.data.DataDirectory.Hold;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.UserPrincipal;
import java.util.Optional;

/** The file whose lock is the hold on a directory. In it stands which process has taken it for itself last. */
final class LockFile {
    private static final int MOST_DIGITS = 10;

    private final Path file;

    LockFile(Path file) {
        this.file = file;
    }

    /** Also where it cannot be seen: who tries to take it hears why. */
    boolean exists() {
        return !Files.notExists(file);
    }

    /** The user who has made the directory what it is. */
    UserPrincipal owner() throws IOException {
        return Files.getOwner(file);
    }

    boolean is(Path other) {
        return file.equals(other);
    }

    /** @param shared whether others may look, too */
    Optional<Hold> take(boolean shared) throws IOException {
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock(0, Long.MAX_VALUE, shared);
            if (lock != null) {
                sign(channel, shared);
                return Optional.of(new Hold(channel, lock));
            }
        } catch (OverlappingFileLockException e) {
            // Held by this very process: as good as by another.
        }
        channel.close();
        return Optional.empty();
    }

    private static void sign(FileChannel channel, boolean shared) {
        if (shared) {
            return; // There may be several.
        }
        byte[] pid = String.valueOf(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII);
        try {
            channel.truncate(0);
            channel.write(ByteBuffer.wrap(pid), 0);
        } catch (IOException e) {
            // On a full disk the lock holds as well.
        }
    }

    /** Who has it, in words: by its number as long as the process that has signed lives. */
    String holder() {
        try (InputStream in = Files.newInputStream(file)) {
            long pid = Long.parseLong(new String(in.readNBytes(MOST_DIGITS), StandardCharsets.US_ASCII));
            if (ProcessHandle.of(pid).isPresent()) {
                return "process " + pid;
            }
        } catch (IOException | NumberFormatException e) {
            // Nobody has signed.
        }
        return "another process";
    }
}
