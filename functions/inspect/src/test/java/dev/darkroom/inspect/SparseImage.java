package dev.darkroom.inspect;

import java.nio.ByteBuffer;
import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.TreeMap;

/** An image in memory: pieces at their places, and zeros everywhere else. */
final class SparseImage implements ImageBytes {
    private final long size;
    private final NavigableMap<Long, byte[]> pieces = new TreeMap<>();

    SparseImage(long size) {
        this.size = size;
    }

    /** Pieces may overlap: what is put last lies on top. What reaches beyond the end is cut. */
    SparseImage put(long offset, byte[] piece) {
        int length = (int) Math.clamp(size - offset, 0, piece.length);
        byte[] merged = new byte[length];
        read(offset, length).get(merged);
        System.arraycopy(piece, 0, merged, 0, length);
        pieces.put(offset, merged);
        return this;
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
        pieces.headMap(offset + length).forEach((at, piece) -> {
            int from = (int) Math.max(0, offset - at);
            int to = (int) Math.min(piece.length, offset + length - at);
            if (from < to) {
                bytes.put((int) (at + from - offset), piece, from, to - from);
            }
        });
        return bytes;
    }
}
