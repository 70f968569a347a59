package dev.darkroom.fetch;

import dev.darkroom.events.ByteSize;
import dev.darkroom.events.SourceUri;
import dev.darkroom.fetch.origin.Deadline;
import java.util.concurrent.Semaphore;

/** The memory for windows and dictionaries, which decoders that need any have in turn, and all of it. */
final class DecoderMemory {
    private static final ByteSize LEAST = ByteSize.ofMiB(1);
    private static final ByteSize MOST = ByteSize.ofMiB(2048);

    private final ByteSize size;
    private final Semaphore turns = new Semaphore(1, true);

    DecoderMemory(ByteSize size) {
        if (size.compareTo(LEAST) < 0 || size.compareTo(MOST) > 0) {
            throw new IllegalArgumentException(
                    "darkroom.fetch.decoder-memory must be between " + LEAST + " and " + MOST + " but is " + size);
        }
        this.size = size;
    }

    /** The most that a decoder may take. */
    ByteSize size() {
        return size;
    }

    /** Waits for its turn, which is no time that the origin takes. */
    void inTurn(SourceUri source, Deadline deadline, Runnable work) {
        deadline.pausedFor(() -> await(source));
        try {
            work.run();
        } finally {
            turns.release();
        }
    }

    private void await(SourceUri source) {
        try {
            turns.acquire();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting to unpack " + source, e);
        }
    }
}
