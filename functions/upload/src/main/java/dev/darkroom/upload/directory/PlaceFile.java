package dev.darkroom.upload.directory;

import dev.darkroom.events.Digest;
import dev.darkroom.events.Digest.Algorithm;
import dev.darkroom.events.DiskFormat;
import dev.darkroom.staging.StagedTrouble;
import dev.darkroom.staging.disk.DiskWork;
import dev.darkroom.staging.disk.SparseFile;
import dev.darkroom.staging.disk.SparseInput;
import dev.darkroom.upload.Artifact;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.function.LongConsumer;

/**
 * Brings an image's bytes into a directory: as a copy that keeps holes and has the hash that was staged; or, where no other
 * target wants them and both are on one disk, as a second name of the staged file, which takes no room. What a machine writes to
 * such a disk would go to the next target as verified. Either way in constant memory, and with the hash of what is there.
 */
final class PlaceFile {
    /** How much is written between two looks at the free space: others may take it meanwhile. */
    private static final int STRIDE = 64 << 20;

    private static final int BUFFER = 8 * SparseFile.BLOCK;

    private final Artifact artifact;
    private final boolean mayLink;
    private final DirectorySpace space;
    private final LongConsumer progress;

    /**
     * @param mayLink  whether no other target wants the artifact
     * @param space    of the directory
     * @param progress hears how many bytes are done
     */
    PlaceFile(Artifact artifact, boolean mayLink, DirectorySpace space, LongConsumer progress) {
        this.artifact = artifact;
        this.mayLink = mayLink;
        this.space = space;
        this.progress = progress;
    }

    /**
     * @return the sha512 of the bytes
     * @throws dev.darkroom.events.FailureException {@code staged-bytes-missing}; {@code no-space}
     */
    Digest at(Path file) throws IOException {
        Path staged = artifact.path();
        var hash = new Digest[1];
        DurableFiles.replace(
                file, part -> hash[0] = mayLink && link(staged, part) ? known(staged) : copy(staged, part));
        return hash[0];
    }

    private static boolean link(Path staged, Path part) throws IOException {
        try {
            Files.createLink(part, staged);
            return true;
        } catch (UnsupportedOperationException | FileSystemException elsewhere) {
            return false; // Another disk, or one that has no links; what else is wrong the copy will say.
        }
    }

    /** Where the hash is known nothing is read: it is the very file of which it was made, and a large one takes long. */
    private Digest known(Path staged) throws IOException {
        if (artifact.knownDigest() != null) {
            return artifact.digest(Algorithm.SHA512);
        }
        return read(staged, (bytes, length) -> {});
    }

    private Digest copy(Path staged, Path part) throws IOException {
        long most = ofStaged(() -> SparseInput.stored(staged));
        if (most < artifact.size() || artifact.format() != DiskFormat.RAW) {
            space.require(most); // Its zeros are in holes, or few; those of a disk without holes nobody has counted.
        }
        try (var out = new SparseFile(part)) {
            var look = new long[] {0};
            Digest copied = read(staged, (bytes, length) -> {
                if (out.stored() >= look[0]) {
                    space.require(Math.clamp(most - out.stored(), 0, STRIDE));
                    look[0] = out.stored() + STRIDE;
                }
                out.write(bytes, length);
            });
            artifact.requireAsStaged(copied);
            return copied;
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
        try (InputStream in = ofStaged(() -> SparseInput.open(staged))) {
            for (int read = fill(in, buffer); read > 0; read = fill(in, buffer)) {
                hash.update(buffer, 0, read);
                sink.write(buffer, read);
                done += read;
                progress.accept(done);
            }
        }
        return Digest.of(Algorithm.SHA512, hash.digest());
    }

    private static int fill(InputStream in, byte[] buffer) {
        return ofStaged(() -> in.readNBytes(buffer, 0, buffer.length));
    }

    /** What is wrong with the staged file is not the directory's fault. */
    private static <T> T ofStaged(DiskWork<T> reading) {
        try {
            return reading.run();
        } catch (IOException e) {
            throw StagedTrouble.unreadable(e);
        }
    }
}
