package dev.darkroom.inspect;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The bytes of one file, read in small pieces at known places. The only door through which formats see a file. */
final class ImageBytes implements AutoCloseable {
    /** The most that one read may ask for. */
    static final int LARGEST_READ = 1 << 20;

    private final FileChannel channel;
    private final long size;

    private ImageBytes(FileChannel channel, long size) {
        this.channel = channel;
        this.size = size;
    }

    static ImageBytes open(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        return new ImageBytes(channel, channel.size());
    }

    long size() {
        return size;
    }

    /** Whether the file has all of these bytes. Offsets may be hostile: nothing overflows. */
    boolean has(long offset, long length) {
        return offset >= 0 && length >= 0 && offset <= size && length <= size - offset;
    }

    /** Whether these ASCII characters stand there; false where the file ends before them. */
    boolean says(long offset, String ascii) {
        byte[] expected = ascii.getBytes(StandardCharsets.ISO_8859_1);
        return has(offset, expected.length) && ByteBuffer.wrap(expected).equals(read(offset, expected.length));
    }

    /** As many bytes of this range as the file has. */
    ByteBuffer upTo(long offset, int length) {
        return offset >= size ? ByteBuffer.allocate(0) : read(offset, (int) Math.min(length, size - offset));
    }

    /** Exactly these bytes; the caller has asked {@link #has} before. */
    ByteBuffer read(long offset, int length) {
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
