package dev.darkroom.staging;

import dev.darkroom.events.ByteSize;
import dev.darkroom.events.FailureCode;
import dev.darkroom.events.FailureException;
import java.util.HashSet;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * The disk's free bytes, and which of them are promised to work of this process. Other users of the disk are seen only in
 * the number of usable bytes; the margin is for them.
 */
final class FreeSpace {
    private final String place;
    private final LongSupplier usable;
    private final long margin;
    private final Set<Promise> promises = new HashSet<>();

    /**
     * @param place  what to call it in a message
     * @param usable asks how many bytes can be written now
     * @param margin bytes that are never promised
     */
    FreeSpace(String place, LongSupplier usable, ByteSize margin) {
        this.place = place;
        this.usable = usable;
        this.margin = margin.bytes();
    }

    /** @param held how much of it is on the disk already */
    synchronized Staging.Reservation reserve(long held, long bytes) {
        Promise promise = new Promise(held);
        promise.resize(bytes);
        promises.add(promise);
        return promise;
    }

    private synchronized void admit(Promise promise, long bytes) {
        long wanted = Math.max(0, bytes - promise.written);
        long promised = promises.stream()
                .filter(other -> other != promise)
                .mapToLong(Promise::outstanding)
                .sum();
        long free = usable.getAsLong() - margin - promised;
        if (wanted > promise.outstanding() && wanted > free) {
            throw new FailureException(
                    FailureCode.NO_SPACE,
                    place + " needs " + new ByteSize(wanted) + " more but has " + new ByteSize(Math.max(0, free))
                            + " free, beside " + new ByteSize(promised) + " promised to other work and a margin of "
                            + new ByteSize(margin) + "; make room or give it a larger disk");
        }
        promise.bytes = bytes;
    }

    private synchronized void forget(Promise promise) {
        promises.remove(promise);
    }

    private final class Promise implements Staging.Reservation {
        private long bytes;
        private volatile long written;

        private Promise(long held) {
            this.written = held;
        }

        private long outstanding() {
            return Math.max(0, bytes - written);
        }

        @Override
        public void resize(long wanted) {
            admit(this, wanted);
        }

        @Override
        public void written(long done) {
            written = done;
        }

        @Override
        public void close() {
            forget(this);
        }
    }
}
