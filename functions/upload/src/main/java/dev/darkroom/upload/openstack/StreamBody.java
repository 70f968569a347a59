package dev.darkroom.upload.openstack;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A request body that is pulled out of a stream, a piece at a time: the next one is read when the client asks for it,
 * which it does while the one before is on its way. Two or three pieces are in memory, whatever the length.
 */
final class StreamBody implements HttpRequest.BodyPublisher {
    /** Large enough that the client's work for each piece does not count, small enough for a small heap. */
    private static final int PIECE = 128 * 1024;

    private final InputStream in;
    private final long length;
    private volatile long left;
    private volatile long lastTaken = System.nanoTime();
    private volatile IOException failure;

    /** @param length how many bytes of the stream are sent */
    StreamBody(InputStream in, long length) {
        this.in = in;
        this.length = length;
        this.left = length;
    }

    @Override
    public long contentLength() {
        return length;
    }

    /** Whether the client has taken every byte. */
    boolean taken() {
        return left == 0;
    }

    /** For how long nothing has been taken, in nanoseconds. */
    long idle() {
        return System.nanoTime() - lastTaken;
    }

    /** What went wrong with the stream itself: then the service is not to blame. */
    Optional<IOException> failure() {
        return Optional.ofNullable(failure);
    }

    @Override
    public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
        subscriber.onSubscribe(new Pull(subscriber));
    }

    private final class Pull implements Flow.Subscription {
        private final Flow.Subscriber<? super ByteBuffer> subscriber;
        private final AtomicLong demand = new AtomicLong();
        private volatile boolean over;

        Pull(Flow.Subscriber<? super ByteBuffer> subscriber) {
            this.subscriber = subscriber;
        }

        /** Whoever raises the demand from zero serves it, further demand included: one thread at a time reads. */
        @Override
        public void request(long n) {
            if (demand.getAndAdd(n) == 0) {
                do {
                    push();
                } while (demand.decrementAndGet() > 0);
            }
        }

        @Override
        public void cancel() {
            over = true;
        }

        private void push() {
            if (over) {
                return;
            }
            try {
                long before = left;
                if (before > 0) {
                    // A new array each time: the client may not have sent the one before.
                    byte[] piece = new byte[(int) Math.min(PIECE, before)];
                    if (in.readNBytes(piece, 0, piece.length) < piece.length) {
                        throw new EOFException("the file became shorter while it was sent");
                    }
                    left = before - piece.length;
                    lastTaken = System.nanoTime();
                    subscriber.onNext(ByteBuffer.wrap(piece));
                }
                if (left == 0) {
                    over = true;
                    subscriber.onComplete();
                }
            } catch (IOException e) {
                over = true;
                failure = e;
                subscriber.onError(e);
            }
        }
    }
}
