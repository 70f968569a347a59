package dev.darkroom.fetch;

import dev.darkroom.events.Digest;
import dev.darkroom.events.Digest.Algorithm;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;

/** A work file that is written from front to back and hashed on the way. Its size is the truth about how much there is. */
final class GrowingFile implements AutoCloseable {
    private final Path path;
    private final FileChannel channel;
    private final Hashes hashes;
    private long size;

    GrowingFile(Path path, Hashes hashes) {
        this.path = path;
        this.hashes = hashes;
        this.channel = DiskTrouble.guard(
                path,
                () -> FileChannel.open(
                        path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE));
    }

    /** The bytes written, and hashed, so far. */
    long size() {
        return size;
    }

    byte[] buffer() {
        return hashes.buffer();
    }

    void write(byte[] buffer, int length) {
        DiskTrouble.guard(path, () -> {
            ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, length);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            return null;
        });
        size += length;
        hashes.update(buffer, length);
    }

    /** Takes over what an earlier process left: reads and hashes it, and goes on behind it. */
    void takeOver() {
        restartHashes();
        DiskTrouble.guard(path, () -> {
            int read;
            do {
                byte[] buffer = hashes.buffer();
                read = Math.max(0, channel.read(ByteBuffer.wrap(buffer)));
                hashes.update(buffer, read);
                size += read;
            } while (read > 0);
            return null;
        });
    }

    /** Begins anew, with nothing. */
    void restart() {
        restartHashes();
        DiskTrouble.guard(path, () -> channel.truncate(0));
    }

    private void restartHashes() {
        hashes.reset();
        size = 0;
        DiskTrouble.guard(path, () -> channel.position(0));
    }

    Map<Algorithm, Digest> digests() {
        return hashes.finish();
    }

    @Override
    public void close() {
        DiskTrouble.guard(path, () -> {
            channel.close();
            return null;
        });
    }
}
