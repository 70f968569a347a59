package dev.darkroom.upload.openstack.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import org.apache.hc.core5.http.io.entity.AbstractHttpEntity;

/** A request body that is read out of a stream, a piece at a time: one piece is in memory, whatever the length. */
final class StreamBody extends AbstractHttpEntity {
    /** Large enough that the work for each piece does not count, small enough for a small heap. */
    private static final int PIECE = 256 * 1024;

    private final InputStream in;
    private final long length;
    private volatile long left;
    private volatile long lastTaken = System.nanoTime();

    /** @param length how many bytes of the stream are sent */
    StreamBody(InputStream in, long length, String contentType) {
        super(contentType, null);
        this.in = in;
        this.length = length;
        this.left = length;
    }

    @Override
    public long getContentLength() {
        return length;
    }

    /** Whether every byte is on its way. */
    boolean taken() {
        return left == 0;
    }

    /** For how long nothing has been taken, in nanoseconds. */
    long idle() {
        return System.nanoTime() - lastTaken;
    }

    /** @throws UncheckedIOException when the stream itself fails: then the service is not to blame */
    @Override
    public void writeTo(OutputStream out) throws IOException {
        var piece = new byte[(int) Math.min(PIECE, length)];
        while (left > 0) {
            int size = read(piece);
            out.write(piece, 0, size);
            left -= size;
            lastTaken = System.nanoTime();
        }
    }

    private int read(byte[] piece) {
        int size = (int) Math.min(piece.length, left);
        try {
            if (in.readNBytes(piece, 0, size) < size) {
                throw new EOFException("the file became shorter while it was sent");
            }
            return size;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public boolean isRepeatable() {
        return false;
    }

    @Override
    public boolean isStreaming() {
        return true;
    }

    @Override
    public InputStream getContent() {
        return in;
    }

    /** The stream belongs to whoever opened it. */
    @Override
    public void close() {}
}
