package dev.darkroom.fetch;

import dev.darkroom.events.Digest;
import dev.darkroom.events.Digest.Algorithm;
import dev.darkroom.events.FailureCode;
import dev.darkroom.events.FailureException;
import dev.darkroom.events.Reasons;
import java.security.MessageDigest;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Hashes a row of bytes on another thread while the next ones are read. The buffers go round: their number bounds the
 * memory, and who reads faster than the hashes come waits for one.
 */
final class Hashes {
    static final int BUFFER = 256 * 1024;
    private static final int BUFFERS = 8;

    private final Map<Algorithm, MessageDigest> running = new EnumMap<>(Algorithm.class);
    private final BlockingQueue<byte[]> free = new LinkedBlockingQueue<>();
    private final Executor executor;
    private CompletableFuture<Void> tail = CompletableFuture.completedFuture(null);

    Hashes(Collection<Algorithm> algorithms, Executor executor) {
        this.executor = executor;
        for (Algorithm algorithm : algorithms) {
            running.put(algorithm, algorithm.newHash());
        }
        for (int i = 0; i < BUFFERS; i++) {
            free.add(new byte[BUFFER]);
        }
    }

    /**
     * An empty buffer, to be given back by {@link #update}.
     *
     * @throws FailureException when bytes that were given could not be hashed
     */
    byte[] buffer() {
        try {
            byte[] buffer = free.take();
            if (tail.isCompletedExceptionally()) {
                join();
            }
            return buffer;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while hashing", e);
        }
    }

    /** Takes the buffer; nobody else may touch it from now on. */
    void update(byte[] buffer, int length) {
        // The buffer comes back whatever happens: who waits for one is to hear of it.
        tail = tail.thenRunAsync(() -> running.values().forEach(digest -> digest.update(buffer, 0, length)), executor)
                .whenComplete((hashed, failure) -> free.add(buffer));
    }

    /** Forgets everything so far. @throws FailureException as {@link #buffer} does */
    void reset() {
        join();
        running.values().forEach(MessageDigest::reset);
    }

    /** The hashes of everything so far; begins anew. @throws FailureException as {@link #buffer} does */
    Map<Algorithm, Digest> finish() {
        join();
        var hashes = new EnumMap<Algorithm, Digest>(Algorithm.class);
        running.forEach((algorithm, digest) -> hashes.put(algorithm, Digest.of(algorithm, digest.digest())));
        return hashes;
    }

    private void join() {
        try {
            tail.join();
        } catch (CompletionException e) {
            throw new FailureException(
                    FailureCode.INTERNAL_ERROR,
                    "the downloaded bytes could not be hashed: " + Reasons.of(e.getCause()),
                    e);
        }
    }
}
