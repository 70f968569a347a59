package dev.darkroom.fetch;

import dev.darkroom.events.ByteSize;
import dev.darkroom.events.FailureCode;
import dev.darkroom.events.FailureException;
import dev.darkroom.events.SourceUri;
import dev.darkroom.fetch.origin.Deadline;
import dev.darkroom.staging.Staging.Reservation;
import dev.darkroom.staging.disk.SparseFile;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Undoes the compression of a verified download, within limits on size, ratio and memory, and one layer of it only. Zeros
 * become holes; they count for the size, not for the ratio, since an empty disk compresses better than any bomb.
 */
final class Decompress {
    /** A decoder keeps what a header says, however long that is: a name without an end would fill the memory. */
    private static final long MOST_UNANSWERED = 4L << 20;

    private final SourceUri source;
    private final Limits limits;
    private final Deadline deadline;
    private final Reservation space;
    private final DecoderMemory memory;
    private final Supplier<FirstLook> looks;
    private final TotalProgress progress;

    /**
     * @param source   for messages
     * @param space    reserved for the output; held by the caller, who gives it back
     * @param memory   of all decoders
     * @param looks    at what comes out, from its beginning on
     * @param progress hears of compressed bytes
     */
    Decompress(
            SourceUri source,
            Limits limits,
            Deadline deadline,
            Reservation space,
            DecoderMemory memory,
            Supplier<FirstLook> looks,
            TotalProgress progress) {
        this.source = source;
        this.limits = limits;
        this.deadline = deadline;
        this.space = space;
        this.memory = memory;
        this.looks = looks;
        this.progress = progress;
    }

    /**
     * Undoes it.
     *
     * @param hash of what comes out; null where nobody asks for it
     * @throws FailureException {@code compression-invalid}, {@code limit-exceeded} or {@code no-space}
     */
    void decompress(Compression compression, Path from, Path to, MessageDigest hash) {
        if (compression.needsMemory()) {
            memory.inTurn(source, deadline, () -> unpack(compression, from, to, hash));
        } else {
            unpack(compression, from, to, hash);
        }
    }

    private void unpack(Compression compression, Path from, Path to, MessageDigest hash) {
        DiskTrouble.guard(to, () -> {
            try (var in = new Consumed(Files.newInputStream(from));
                    var decoder = new Decoder(compression, in);
                    var out = new SparseFile(to)) {
                copy(decoder, in, out, Files.size(from), hash);
            }
            if (Compression.of(to).isPresent()) {
                throw FirstLook.twice(source);
            }
            return null;
        });
    }

    private void copy(Decoder decoder, Consumed in, SparseFile out, long compressed, MessageDigest hash)
            throws IOException {
        byte[] buffer = new byte[Hashes.BUFFER];
        FirstLook look = looks.get();
        for (int read; (read = decoder.fill(buffer)) > 0; ) {
            limits.requireDecompressed(source, out.size() + read);
            look.take(buffer, read);
            look.require();
            if (hash != null) {
                hash.update(buffer, 0, read);
            }
            long most = out.stored() + read;
            deadline.pausedFor(() -> space.ensure(most));
            out.write(buffer, read);
            space.written(out.stored());
            limits.requireRatio(source, out.stored(), in.bytes);
            deadline.require(source, Duration.ZERO);
            progress.at(in.bytes, compressed);
        }
    }

    /** A decoder of foreign bytes: whatever it throws is said of them, except what our own disk does. */
    private final class Decoder implements AutoCloseable {
        private final Compression compression;
        private final Consumed consumed;
        private final InputStream in;

        Decoder(Compression compression, Consumed consumed) throws IOException {
            this.compression = compression;
            this.consumed = consumed;
            try {
                this.in = compression.reader(consumed, memory.size());
            } catch (DiskFailure e) {
                throw e.getCause();
            } catch (IOException | RuntimeException e) {
                throw of(e);
            }
        }

        /** Fills the buffer, unless the stream ends before; holes are found only in full buffers. */
        int fill(byte[] buffer) throws IOException {
            consumed.unanswered = 0;
            try {
                return in.readNBytes(buffer, 0, buffer.length);
            } catch (DiskFailure e) {
                throw e.getCause();
            } catch (IOException | RuntimeException e) {
                throw of(e);
            }
        }

        private RuntimeException of(Exception e) {
            if (e instanceof FailureException known) {
                return known;
            }
            if (e instanceof IOException io && Compression.isMemoryLimit(io)) {
                return Limits.exceeded(source + " (" + compression + ") needs more than " + memory.size()
                        + " of memory to unpack: compress it with a smaller window or dictionary, or raise"
                        + " darkroom.fetch.decoder-memory");
            }
            return new FailureException(
                    FailureCode.COMPRESSION_INVALID,
                    source + " (" + compression + ") is damaged, cut off, or has other data behind its end",
                    e);
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }

    /** Our own disk failed; passed through a decoder that must not take it for damage of the stream. */
    private static final class DiskFailure extends RuntimeException {
        DiskFailure(IOException cause) {
            super(cause);
        }

        @Override
        public synchronized IOException getCause() {
            return (IOException) super.getCause();
        }
    }

    /** Counts what a decoder has taken, and how much of it in a row for nothing. */
    private final class Consumed extends FilterInputStream {
        private long bytes;
        /** Those for which nothing has come out yet. */
        private long unanswered;

        Consumed(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            deadline.require(source, Duration.ZERO);
            try {
                int read = super.read(into, offset, length);
                bytes += Math.max(0, read);
                unanswered += Math.max(0, read);
                if (unanswered > MOST_UNANSWERED) {
                    throw Limits.exceeded(source + " has more than " + new ByteSize(MOST_UNANSWERED)
                            + " in a row that unpack to nothing, as a bomb does: compress it anew");
                }
                return read;
            } catch (IOException e) {
                throw new DiskFailure(e);
            }
        }
    }
}
