package dev.darkroom.fetch;

import dev.darkroom.events.ByteSize;
import dev.darkroom.events.FailureException;
import dev.darkroom.events.SourceUri;
import dev.darkroom.fetch.origin.Deadline;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** The memory that all decoders of this process share: however many images are unpacked, they take no more together. */
final class DecoderMemory {
    private static final ByteSize LEAST = ByteSize.ofMiB(1);
    private static final ByteSize MOST = ByteSize.ofMiB(2048);

    private final ByteSize all;
    /** Mebibytes; given in turn, so that whoever wants all of them gets them. */
    private final Semaphore free;

    DecoderMemory(ByteSize all) {
        if (all.compareTo(LEAST) < 0 || all.compareTo(MOST) > 0) {
            throw new IllegalArgumentException(
                    "darkroom.fetch.decoder-memory must be between " + LEAST + " and " + MOST + " but is " + all);
        }
        this.all = all;
        this.free = new Semaphore(mebibytes(all), true);
    }

    /** What a decoder may take until it is closed. */
    final class Share implements AutoCloseable {
        private final ByteSize size;

        private Share(ByteSize size) {
            this.size = size;
        }

        ByteSize size() {
            return size;
        }

        @Override
        public void close() {
            free.release(mebibytes(size));
        }
    }

    /**
     * Waits for a quarter, which is enough for most.
     *
     * @throws FailureException when the deadline comes first
     */
    Share quarter(SourceUri source, Deadline deadline) {
        return take(new ByteSize(all.bytes() / 4), source, deadline);
    }

    /**
     * Waits for all of it.
     *
     * @throws FailureException when the deadline comes first
     */
    Share whole(SourceUri source, Deadline deadline) {
        return take(all, source, deadline);
    }

    private Share take(ByteSize size, SourceUri source, Deadline deadline) {
        try {
            while (!free.tryAcquire(mebibytes(size), deadline.left(), TimeUnit.NANOSECONDS)) {
                deadline.require(source, Duration.ZERO);
            }
            return new Share(size);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting to unpack " + source, e);
        }
    }

    private static int mebibytes(ByteSize size) {
        return Math.toIntExact(Math.max(1, size.bytes() >> 20));
    }
}
