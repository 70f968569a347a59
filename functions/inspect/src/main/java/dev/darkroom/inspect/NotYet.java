package dev.darkroom.inspect;

/** Says that an answer depends on bytes that have not come yet, or that went by unseen. Never leaves this package. */
final class NotYet extends RuntimeException {
    private final long offset;
    private final long length;

    NotYet(long offset, long length) {
        super("bytes " + offset + " + " + length + " have not come", null, false, false);
        this.offset = offset;
        this.length = length;
    }

    /** What only the end of the image can answer. */
    static NotYet end() {
        return new NotYet(Long.MAX_VALUE, 0);
    }

    boolean isEnd() {
        return offset == Long.MAX_VALUE;
    }

    long offset() {
        return offset;
    }

    long length() {
        return length;
    }
}
