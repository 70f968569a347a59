package dev.darkroom.upload;

import dev.darkroom.events.Digest;
import dev.darkroom.events.Digest.Algorithm;
import dev.darkroom.events.DiskFormat;
import dev.darkroom.events.FailureCode;
import dev.darkroom.events.FailureException;
import dev.darkroom.events.ImageConverted;
import dev.darkroom.events.StagedFile;
import dev.darkroom.staging.StagedName;
import dev.darkroom.staging.StagedTrouble;
import dev.darkroom.staging.Staging;
import dev.darkroom.staging.disk.SparseInput;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.MessageDigest;

/** An image's staged bytes: looked for, and hashed, only when somebody needs them. */
public final class Artifact {
    private static final int BUFFER = 1 << 18;

    private final Staging staging;
    private final ImageConverted event;
    private final StagedFile file;

    public Artifact(Staging staging, ImageConverted event) {
        this.staging = staging;
        this.event = event;
        this.file = event.artifact();
    }

    /** Where they lie, for reading. @throws dev.darkroom.events.FailureException {@code staged-bytes-missing} */
    public Path path() {
        return staging.open(file, event.sourceSha256());
    }

    /** Whether they still lie there. */
    public boolean isThere() {
        try {
            path();
            return true;
        } catch (FailureException e) {
            if (e.code() == FailureCode.STAGED_BYTES_MISSING) {
                return false;
            }
            throw e;
        }
    }

    /** Whether anything lies under their name, be it no use. */
    public boolean isLeft() {
        return staging.find(event.key(), StagedName.of(file)).isPresent();
    }

    public DiskFormat format() {
        return file.format();
    }

    /** Their number. */
    public long size() {
        return file.size();
    }

    /** Their sha512 where it was staged with them; null: it has to be computed. */
    public Digest knownDigest() {
        return file.sha512();
    }

    /**
     * Their hash: as it was staged with them, or else by reading all of them.
     *
     * @throws dev.darkroom.events.FailureException {@code staged-bytes-missing}
     */
    public Digest digest(Algorithm algorithm) {
        if (algorithm == Algorithm.SHA512 && file.sha512() != null) {
            return file.sha512();
        }
        return read(algorithm);
    }

    private Digest read(Algorithm algorithm) {
        try {
            return digest(path(), algorithm);
        } catch (IOException e) {
            throw StagedTrouble.unreadable(e);
        }
    }

    /**
     * Reads them again, where their hash is known: bytes may rot on the disk.
     *
     * @throws dev.darkroom.events.FailureException {@code staged-bytes-missing} when they are not what was staged
     */
    public void requireIntact() {
        if (file.sha512() != null) {
            requireAsStaged(read(Algorithm.SHA512));
        }
    }

    /**
     * Compares them with what was staged, where that is known.
     *
     * @param now the sha512 that they have when they are read
     * @throws dev.darkroom.events.FailureException {@code staged-bytes-missing} when they are not what was staged
     */
    public void requireAsStaged(Digest now) {
        if (file.sha512() != null && !now.equals(file.sha512())) {
            throw StagedTrouble.rotten("have changed on the disk, from " + file.sha512() + " to " + now, null);
        }
    }

    /** The hash of any file, in constant memory. */
    public static Digest digest(Path path, Algorithm algorithm) throws IOException {
        MessageDigest hash = algorithm.newHash();
        byte[] buffer = new byte[BUFFER];
        try (InputStream in = SparseInput.open(path)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                hash.update(buffer, 0, read);
            }
        }
        return Digest.of(algorithm, hash.digest());
    }
}
