package dev.darkroom.inspect;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * What has come of an image: its head, and a few ranges behind it that a rule has asked for before they came. Everything else
 * is counted and forgotten, so that memory is bounded whatever the image.
 */
final class StreamBytes implements ImageBytes {
    /** Holds the head of every format whole: a VMDK's header and its largest descriptor are exactly this long. */
    static final int HEAD = 1 << 20;

    /** A range that is asked for is kept with as much behind it: the items that a table speaks of follow it. */
    static final int MARGIN = 64 << 10;

    static final int MOST_RANGES = 2;

    private final Range head = new Range(0, HEAD);
    private final List<Range> ranges = new ArrayList<>();
    private long received;

    /** Takes everything that remains in the buffer. */
    void take(ByteBuffer bytes) {
        head.keep(received, bytes);
        ranges.forEach(range -> range.keep(received, bytes));
        received += bytes.remaining();
        bytes.position(bytes.limit());
    }

    long received() {
        return received;
    }

    /** How many bytes of the image are kept in memory. */
    int held() {
        return head.held() + ranges.stream().mapToInt(Range::held).sum();
    }

    /** @return how much must have come until there is an answer; {@link Long#MAX_VALUE} when there will be none */
    long want(NotYet answer) {
        if (answer.offset() < Math.max(HEAD, received)
                || answer.offset() > Long.MAX_VALUE - LARGEST_READ - MARGIN
                || answer.length() > LARGEST_READ) {
            return Long.MAX_VALUE;
        }
        Range range = new Range(answer.offset(), (int) answer.length() + MARGIN);
        if (ranges.stream().noneMatch(range::isLike)) {
            if (ranges.size() == MOST_RANGES) {
                return Long.MAX_VALUE;
            }
            ranges.add(range);
        }
        return range.end();
    }

    @Override
    public OptionalLong knownSize() {
        return OptionalLong.empty();
    }

    @Override
    public boolean has(long offset, long length) {
        if (!ImageBytes.within(offset, length, Long.MAX_VALUE)) {
            return false;
        }
        if (!ImageBytes.within(offset, length, received)) {
            throw new NotYet(offset, length);
        }
        return true;
    }

    @Override
    public ByteBuffer read(long offset, int length) {
        if (head.holds(offset, length)) {
            return head.slice(offset, length);
        }
        return ranges.stream()
                .filter(range -> range.holds(offset, length))
                .findFirst()
                .orElseThrow(() -> new NotYet(offset, length))
                .slice(offset, length);
    }

    /** Consecutive bytes of the image, as many as have come. Grows with them: most images are refused early or not at all. */
    private static final class Range {
        private static final int LEAST = 4096;

        private final long offset;
        private final int length;
        private ByteBuffer held = ByteBuffer.allocate(LEAST);

        Range(long offset, int length) {
            this.offset = offset;
            this.length = length;
        }

        void keep(long at, ByteBuffer bytes) {
            long from = Math.max(at, offset + held.position());
            long to = Math.min(at + bytes.remaining(), end());
            if (from >= to) {
                return;
            }
            int more = (int) (to - from);
            if (held.remaining() < more) {
                int capacity = Math.max(held.position() + more, 2 * held.capacity());
                held = ByteBuffer.allocate(Math.min(capacity, length)).put(held.flip());
            }
            held.put(bytes.slice(bytes.position() + (int) (from - at), more));
        }

        boolean isLike(Range other) {
            return other.offset == offset && other.length == length;
        }

        long end() {
            return offset + length;
        }

        int held() {
            return held.capacity();
        }

        boolean holds(long from, int count) {
            return from >= offset && ImageBytes.within(from - offset, count, held.position());
        }

        ByteBuffer slice(long from, int count) {
            return held.slice((int) (from - offset), count).asReadOnlyBuffer();
        }
    }
}
