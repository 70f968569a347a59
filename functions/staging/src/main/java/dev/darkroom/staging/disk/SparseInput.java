package dev.darkroom.staging.disk;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The bytes of a file that may be a disk with large holes. Whoever reads a hole through the kernel has it fill its page cache
 * with zeros first: on a virtual machine, whose memory comes a page at a time, that takes as long as hashing what is on the
 * disk. Here it takes nothing.
 */
public final class SparseInput extends InputStream {
    private final InputStream in;
    private final Holes holes;
    private long at;
    /** Where the hole, or the data, that {@link #at} is in ends. */
    private long end;

    private boolean inHole;

    private SparseInput(InputStream in, Holes holes) {
        this.in = in;
        this.holes = holes;
    }

    /**
     * Opens the file, which nobody may change but by cutting it short: then it ends where it ends. As with {@link
     * Files#newInputStream}, an interrupt does not end the reading.
     */
    public static InputStream open(Path file) throws IOException {
        var holes = new Holes(file);
        try {
            return new SparseInput(Files.newInputStream(holes.file()), holes);
        } catch (IOException | RuntimeException e) {
            holes.close();
            throw e;
        }
    }

    /** How many of a file's bytes are not in holes, as far as its file system says where those are. */
    public static long stored(Path file) throws IOException {
        try (var holes = new Holes(file)) {
            long size = Files.size(holes.file());
            long stored = 0;
            for (long at = holes.data(0); at < size; ) {
                long end = Math.min(size, holes.hole(at));
                stored += end - at;
                at = holes.data(end);
            }
            return stored;
        }
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (at == end) {
            next();
        }
        int most = (int) Math.min(length, end - at);
        int some = inHole ? zeros(into, offset, most) : in.read(into, offset, most);
        at += Math.max(0, some);
        return some;
    }

    /** Goes on to the hole, or the data, that comes next. */
    private void next() {
        long data = holes.data(at);
        inHole = data > at;
        end = inHole ? data : holes.hole(at);
    }

    /** To skip is to seek, and stops at the end of the file. */
    private int zeros(byte[] into, int offset, int most) throws IOException {
        int some = (int) in.skip(most);
        if (some <= 0) {
            return -1;
        }
        Arrays.fill(into, offset, offset + some, (byte) 0);
        return some;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    @Override
    public void close() throws IOException {
        try {
            in.close();
        } finally {
            holes.close();
        }
    }
}
