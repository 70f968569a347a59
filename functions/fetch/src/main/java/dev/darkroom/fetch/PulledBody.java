package dev.darkroom.fetch;

import dev.darkroom.events.ByteSize;
import dev.darkroom.events.FailureCode;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * An HTTP body that is read by pulling, with a limit on silence. The JDK's own stream waits for ever for an origin that
 * says nothing.
 */
final class PulledBody implements BodySubscriber<PulledBody>, Origin.Body {
    /** How many pieces, of at most one socket read (16 KiB) each, may wait to be read. */
    private static final int WINDOW = 64;

    private final Duration stall;
    private final CompletableFuture<PulledBody> ready = new CompletableFuture<>();
    private final BlockingQueue<Piece> arrived = new LinkedBlockingQueue<>();
    private final Queue<ByteBuffer> current = new ArrayDeque<>();
    private Flow.Subscription subscription;
    private Piece last;
    private long received;

    private sealed interface Piece {
        record Bytes(List<ByteBuffer> buffers) implements Piece {}

        record End() implements Piece {}

        record Cut(Throwable cause) implements Piece {}
    }

    /** @param stall after so much silence reading fails */
    PulledBody(Duration stall) {
        this.stall = stall;
    }

    @Override
    public CompletionStage<PulledBody> getBody() {
        return ready;
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription = given;
        ready.complete(this);
        given.request(WINDOW);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        arrived.add(new Piece.Bytes(buffers));
    }

    @Override
    public void onError(Throwable cause) {
        arrived.add(new Piece.Cut(cause));
    }

    @Override
    public void onComplete() {
        arrived.add(new Piece.End());
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        while (current.isEmpty()) {
            switch (last == null ? next() : last) {
                case Piece.Bytes(var buffers) -> {
                    buffers.stream().filter(ByteBuffer::hasRemaining).forEach(current::add);
                    subscription.request(1);
                }
                case Piece.End end -> {
                    last = end;
                    return -1;
                }
                case Piece.Cut cut -> {
                    last = cut;
                    throw new OriginTrouble(
                            FailureCode.DOWNLOAD_TRUNCATED,
                            "the connection broke after " + new ByteSize(received),
                            null,
                            cut.cause());
                }
            }
        }
        int read = 0;
        while (read < length && !current.isEmpty()) {
            ByteBuffer buffer = current.peek();
            int some = Math.min(length - read, buffer.remaining());
            buffer.get(into, offset + read, some);
            read += some;
            if (!buffer.hasRemaining()) {
                current.remove();
            }
        }
        received += read;
        return read;
    }

    private Piece next() throws IOException {
        try {
            Piece piece = arrived.poll(stall.toNanos(), TimeUnit.NANOSECONDS);
            if (piece == null) {
                throw new OriginTrouble(
                        FailureCode.ORIGIN_UNAVAILABLE,
                        "no byte came for " + Words.duration(stall) + " after " + new ByteSize(received));
            }
            return piece;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while reading");
        }
    }

    @Override
    public void close() {
        subscription.cancel();
    }
}
