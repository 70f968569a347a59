package dev.darkroom.inspect;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.OptionalLong;

/** A whole file, read in small pieces at known places. */
final class FileBytes implements ImageBytes, AutoCloseable {
    private final FileChannel channel;
    private final long size;

    private FileBytes(FileChannel channel, long size) {
        this.channel = channel;
        this.size = size;
    }

    static FileBytes open(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        return new FileBytes(channel, channel.size());
    }

    @Override
    public OptionalLong knownSize() {
        return OptionalLong.of(size);
    }

    @Override
    public boolean has(long offset, long length) {
        return ImageBytes.within(offset, length, size);
    }

    @Override
    public ByteBuffer read(long offset, int length) {
        if (length > LARGEST_READ || !has(offset, length)) {
            throw new IllegalArgumentException("bytes " + offset + " + " + length + " of " + size);
        }
        ByteBuffer bytes = ByteBuffer.allocate(length);
        try {
            while (bytes.hasRemaining()) {
                if (channel.read(bytes, offset + bytes.position()) < 0) {
                    throw new IOException("the file became shorter while it was inspected");
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.flip();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
