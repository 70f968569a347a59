package dev.darkroom.staging.disk;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** A new file in which long runs of zeros are holes: a disk that is mostly empty takes only what is on it. */
public final class SparseFile implements AutoCloseable {
    /** A hole is made of whole blocks of this size; smaller gaps would cost more in bookkeeping than they save. */
    public static final int BLOCK = 32 * 1024;

    private static final byte[] ZEROS = new byte[BLOCK];

    private final RandomAccessFile file;
    private final FileChannel channel;
    private long size;
    private long stored;

    public SparseFile(Path path) throws IOException {
        Files.deleteIfExists(path);
        file = new RandomAccessFile(path.toFile(), "rw");
        channel = file.getChannel();
    }

    /** The bytes of the file, holes included. */
    public long size() {
        return size;
    }

    /** The bytes that are not in holes. */
    public long stored() {
        return stored;
    }

    /** Appends; holes are found where the file's size is a multiple of {@link #BLOCK} before each call. */
    public void write(byte[] bytes, int length) throws IOException {
        int from = 0;
        while (from < length) {
            boolean zero = isZero(bytes, from, length);
            int to = from;
            while (to < length && isZero(bytes, to, length) == zero) {
                to = Math.min(length, to + BLOCK);
            }
            if (!zero) {
                store(bytes, from, to - from);
            }
            size += to - from;
            from = to;
        }
    }

    private void store(byte[] bytes, int from, int length) throws IOException {
        ByteBuffer run = ByteBuffer.wrap(bytes, from, length);
        long at = size;
        while (run.hasRemaining()) {
            at += channel.write(run, at);
        }
        stored += length;
    }

    private static boolean isZero(byte[] bytes, int from, int length) {
        int to = Math.min(length, from + BLOCK);
        return Arrays.equals(bytes, from, to, ZEROS, 0, to - from);
    }

    /** Gives the file its size, also where it ends in a hole. */
    @Override
    public void close() throws IOException {
        try (file) {
            file.setLength(size);
        }
    }
}
