package dev.darkroom.inspect;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;

/**
 * The bytes of one image: a file, or what has come of one so far. The only door through which formats see them, so that
 * every rule stands once and runs on both. What depends on bytes that have not come is answered with {@link NotYet}.
 */
interface ImageBytes {
    /** The most that one read may ask for. */
    int LARGEST_READ = 64 << 10;

    /** The size of the whole image; empty while it is still coming. */
    OptionalLong knownSize();

    /** Whether the image has all of these bytes. Offsets may be hostile: nothing overflows. */
    boolean has(long offset, long length);

    /** Exactly these bytes; the caller has asked {@link #has} before. */
    ByteBuffer read(long offset, int length);

    default long size() {
        return knownSize().orElseThrow(NotYet::end);
    }

    /** Whether these ASCII characters stand there; false where the image ends before them. */
    default boolean says(long offset, String ascii) {
        byte[] expected = ascii.getBytes(StandardCharsets.ISO_8859_1);
        return has(offset, expected.length) && ByteBuffer.wrap(expected).equals(read(offset, expected.length));
    }

    /** As many bytes of this range as the image has. */
    default ByteBuffer upTo(long offset, int length) {
        long size = knownSize().orElse(Long.MAX_VALUE);
        int there = (int) Math.clamp(size - offset, 0, length);
        return there > 0 && has(offset, there) ? read(offset, there) : ByteBuffer.allocate(0);
    }

    /** Whether this range lies within bytes that number {@code size}. */
    static boolean within(long offset, long length, long size) {
        return offset >= 0 && length >= 0 && offset <= size && length <= size - offset;
    }
}
