package dev.darkroom.staging;

import dev.darkroom.events.ByteSize;
import dev.darkroom.events.FailureCode;
import dev.darkroom.events.FailureException;
import dev.darkroom.events.Texts;
import dev.darkroom.staging.Staging.Purpose;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.jboss.logging.Logger;

/**
 * The disk's free bytes, and which of them are promised to work of this process. Other users of the disk are seen only in
 * the number of usable bytes; the margin is for them. What they have taken of a promise is not written all the same: on a
 * disk that is full to the last byte, who keeps records there (a broker, a registry) could not go on.
 *
 * <p>Who needs more than there is gets it of what other images hold and nobody needs now, or waits while it would be enough with
 * all that they hold, which they give back when they have settled. Conversions come first: a source that cannot be converted
 * holds its bytes for ever.
 */
final class FreeSpace {
    private static final Logger LOG = Logger.getLogger(FreeSpace.class);
    static final Duration PATIENCE = Duration.ofMinutes(10);
    /** Other users of the disk give back without a word. */
    private static final long LOOK_MILLIS = 1_000;
    /** How often a promise is compared with what is there: so many times while as much as the margin is written. */
    private static final int LOOKS = 16;

    private final String place;
    private final LongSupplier usable;
    private final long margin;
    private final LongSupplier nanos;
    private final Set<Promise> promises = new HashSet<>();

    /**
     * @param place  what to call it in a message
     * @param usable asks how many bytes can be written now
     * @param margin bytes that are never promised
     * @param nanos  a clock that never goes back
     */
    FreeSpace(String place, LongSupplier usable, ByteSize margin, LongSupplier nanos) {
        this.place = place;
        this.usable = usable;
        this.margin = margin.bytes();
        this.nanos = nanos;
    }

    /** The other images, as they are to one that needs space. */
    interface Neighbours {
        /** How many bytes they hold that they will give back. */
        long holding();

        /** How many bytes are to stay free for them. */
        long kept();

        /** Deletes what one of them holds that nobody needs now. @return whether there was one */
        boolean giveUp();

        /** Hears how much there is of what is waited for: all of it when that is over, with or without success. */
        void waitedFor(long free, long wanted);
    }

    /** @param held how much of it is on the disk already */
    synchronized Staging.Reservation reserve(long held, long bytes, Purpose purpose, Neighbours others) {
        Promise promise = new Promise(held, purpose, others);
        promise.resize(bytes);
        promises.add(promise);
        return promise;
    }

    private synchronized void admit(Promise promise, long bytes) {
        long wanted = Math.max(0, bytes - promise.written);
        if (wanted > promise.outstanding() && !isThere(promise, wanted)) {
            await(promise, wanted);
        }
        promise.bytes = bytes;
    }

    /** Whether there is so much, if need be of what others hold and nobody needs now. */
    private boolean isThere(Promise promise, long wanted) {
        while (wanted > free(promise)) {
            if (wanted > hoped(promise) || !promise.others.giveUp()) {
                return false;
            }
        }
        return true;
    }

    private void await(Promise promise, long wanted) {
        boolean known = !promises.add(promise);
        if (known && promise.purpose == Purpose.CONVERSION) {
            throw noSpace(promise, wanted); // What grows beyond its promise goes on while we would wait.
        }
        long end = nanos.getAsLong() + PATIENCE.toNanos();
        boolean enough = false;
        try {
            while (!isThere(promise, wanted)) {
                if (wanted > hoped(promise) || nanos.getAsLong() - end > 0) {
                    throw noSpace(promise, wanted);
                }
                if (promise.missing == 0) {
                    LOG.infof(
                            "%s has not the %s that a %s needs; it waits for what other images give back, for at most %s",
                            place, new ByteSize(wanted), promise.purpose.word(), Texts.of(PATIENCE));
                }
                promise.missing = wanted;
                promise.others.waitedFor(Math.max(0, free(promise)), wanted);
                TimeUnit.MILLISECONDS.timedWait(this, LOOK_MILLIS);
            }
            enough = true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("stopped while it waited for space", e);
        } finally {
            if (promise.missing > 0) {
                promise.others.waitedFor(wanted, wanted);
            }
            promise.missing = 0;
            if (!known && !enough) {
                promises.remove(promise);
            }
        }
    }

    /** How much may be promised to this one now, beside what all others were promised. */
    private long free(Promise promise) {
        long first = 0;
        if (promise.purpose == Purpose.DOWNLOAD) {
            long kept = promise.others.kept()
                    - sum(promise, other -> other.purpose == Purpose.CONVERSION, other -> other.bytes);
            long waiting = sum(promise, other -> other.purpose == Purpose.CONVERSION, other -> other.missing);
            // What could never have so much must not keep others from the little that they need.
            first = Math.max(waiting, kept > hoped(promise) ? 0 : Math.max(0, kept));
        }
        return usable.getAsLong() - margin - promised(promise) - first;
    }

    /**
     * How much may be promised to it at best: what is promised to others and on its way comes back when they have settled. Not
     * so what is promised to those who wait themselves, and to downloads whose conversions may wait for this one: all of them
     * could wait for each other.
     */
    private long hoped(Promise promise) {
        Predicate<Promise> comesBack = other ->
                other.missing == 0 && (promise.purpose == Purpose.DOWNLOAD || other.purpose == Purpose.CONVERSION);
        long staying = sum(promise, comesBack.negate(), Promise::outstanding);
        long coming = sum(promise, comesBack, other -> other.written);
        return usable.getAsLong() - margin - staying + coming + promise.others.holding();
    }

    private long promised(Promise promise) {
        return sum(promise, other -> true, Promise::outstanding);
    }

    private long sum(Promise promise, Predicate<Promise> which, ToLongFunction<Promise> bytes) {
        return promises.stream()
                .filter(other -> other != promise && which.test(other))
                .mapToLong(bytes)
                .sum();
    }

    private FailureException noSpace(Promise promise, long wanted) {
        return new FailureException(
                FailureCode.NO_SPACE,
                place + " needs " + new ByteSize(wanted) + " more but has "
                        + new ByteSize(Math.max(0, free(promise))) + " free, beside "
                        + new ByteSize(promised(promise)) + " promised to other work and a margin of "
                        + new ByteSize(margin) + "; make room or give it a larger disk");
    }

    private void requireHalfTheMargin() {
        long left = usable.getAsLong();
        if (left < margin / 2) {
            throw new FailureException(
                    FailureCode.NO_SPACE,
                    place + " has " + new ByteSize(left) + " left, and others use its disk too; make room or give it a"
                            + " larger disk");
        }
    }

    private synchronized void forget(Promise promise) {
        promises.remove(promise);
        notifyAll();
    }

    private final class Promise implements Staging.Reservation {
        private final Purpose purpose;
        private final Neighbours others;
        private volatile long bytes; // Asked for each buffer that is written, which must not wait for others.
        private volatile long written;
        /** How much it waits for; 0 when it does not. */
        private long missing;

        private long looked;

        private Promise(long held, Purpose purpose, Neighbours others) {
            this.written = held;
            this.purpose = purpose;
            this.others = others;
            this.looked = held;
        }

        @Override
        public long reserved() {
            return bytes;
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
            looked = Math.min(looked, done); // It may have begun anew.
            if (done - looked >= margin / LOOKS) {
                looked = done;
                requireHalfTheMargin();
            }
        }

        @Override
        public void close() {
            forget(this);
        }
    }
}
