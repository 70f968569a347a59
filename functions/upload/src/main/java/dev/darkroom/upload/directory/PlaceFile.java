package dev.darkroom.upload.directory;

import dev.darkroom.events.ByteSize;
import dev.darkroom.events.Digest;
import dev.darkroom.events.Digest.Algorithm;
import dev.darkroom.events.FailureCode;
import dev.darkroom.events.FailureException;
import dev.darkroom.staging.SparseFile;
import dev.darkroom.staging.SparseInput;
import dev.darkroom.upload.Artifact;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.function.LongConsumer;

/**
 * Brings an image's bytes into a directory: as a copy that keeps holes and has the hash that was staged, in constant memory.
 * It is never a second name of the staged file: what a machine writes to its disk would go to the next target as verified.
 */
final class PlaceFile {
    /** How much is written between two looks at the free space: a hole takes none, so it cannot be known before. */
    private static final int STRIDE = 64 << 20;

    private static final int BUFFER = 32 * SparseFile.BLOCK;

    private final Artifact artifact;
    private final LongConsumer progress;

    /** @param progress hears how many bytes are done */
    PlaceFile(Artifact artifact, LongConsumer progress) {
        this.artifact = artifact;
        this.progress = progress;
    }

    /**
     * @return the sha512 of the bytes
     * @throws FailureException {@code staged-bytes-missing}; {@code no-space}
     */
    Digest at(Path file) throws IOException {
        Path staged = artifact.path();
        var hash = new Digest[1];
        DurableFiles.replace(file, part -> hash[0] = copy(staged, part));
        return hash[0];
    }

    private Digest copy(Path staged, Path part) throws IOException {
        try (var out = new SparseFile(part)) {
            var left = new long[] {0};
            Digest copied = read(staged, (bytes, length) -> {
                if (out.stored() >= left[0]) {
                    requireSpace(part);
                    left[0] = out.stored() + STRIDE;
                }
                out.write(bytes, length);
            });
            artifact.requireAsStaged(copied);
            return copied;
        }
    }

    private static void requireSpace(Path part) throws IOException {
        long free = Files.getFileStore(part).getUsableSpace();
        if (free < 2L * STRIDE) {
            throw new FailureException(
                    FailureCode.NO_SPACE,
                    "the disk of directory " + part.getParent() + " has " + new ByteSize(free)
                            + " left: make room or give it a larger disk");
        }
    }

    @FunctionalInterface
    private interface Sink {
        void write(byte[] bytes, int length) throws IOException;
    }

    private Digest read(Path staged, Sink sink) throws IOException {
        MessageDigest hash = Algorithm.SHA512.newHash();
        byte[] buffer = new byte[BUFFER];
        long done = 0;
        try (InputStream in = SparseInput.open(staged)) {
            for (int read = fill(in, buffer); read > 0; read = fill(in, buffer)) {
                hash.update(buffer, 0, read);
                sink.write(buffer, read);
                done += read;
                progress.accept(done);
            }
        }
        return Digest.of(Algorithm.SHA512, hash.digest());
    }

    /** What is wrong with the staged file is not the directory's fault. */
    private static int fill(InputStream in, byte[] buffer) {
        try {
            return in.readNBytes(buffer, 0, buffer.length);
        } catch (IOException e) {
            throw new UncheckedIOException("a staged file cannot be read", e);
        }
    }
}
