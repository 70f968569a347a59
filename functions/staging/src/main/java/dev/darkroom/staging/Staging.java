package dev.darkroom.staging;

import dev.darkroom.events.Digest;
import dev.darkroom.events.DiskFormat;
import dev.darkroom.events.ImageKey;
import dev.darkroom.events.StagedFile;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * Where image bytes live between functions. A key's bytes lie together under a name made from its hash, so no outside
 * string ever becomes a path. Names given here match {@code [a-z0-9][a-z0-9.-]*}; {@link StagedName} has those of images.
 */
public interface Staging {
    /**
     * A local file to write to, private until it is published. It is the same file after a restart, with what it held: a
     * cut download is resumed in it. Its directory exists; the file itself may not.
     */
    Path workFile(ImageKey key, String name);

    /**
     * Publishes a work file under a name: forced to disk, then moved in one step. An existing published file is success and
     * stays: what has a name of {@link StagedName} is always the same bytes.
     *
     * @param work   the file, in the directory of {@link #workFile} or below
     * @param sha512 the hash of the bytes if it is known; null otherwise
     */
    StagedFile publish(ImageKey key, Path work, String name, DiskFormat format, Digest sha512);

    /** The same for the work file of that name. */
    default StagedFile publish(ImageKey key, String name, DiskFormat format, Digest sha512) {
        return publish(key, workFile(key, name), name, format, sha512);
    }

    /** The published file of that name, if there is one. */
    Optional<Path> find(ImageKey key, String name);

    /** The names of all published files of a key; an interrupted {@link #sweep} leaves any of them. */
    Set<String> published(ImageKey key);

    /**
     * The local path of published bytes, for reading.
     *
     * @param sourceSha256 of the source that they are, or were made of
     * @throws dev.darkroom.events.FailureException {@code staged-bytes-missing} when they are gone, or may be of another source
     */
    Path open(StagedFile file, Digest sourceSha256);

    /**
     * Deletes everything of a key, work files included. Nothing there is success. It does not ask who is using them: that
     * is the business of {@link KeyGuard}.
     */
    void sweep(ImageKey key);

    /** Nobody needs what is staged of a key before a {@link #wake}: it may be deleted where others lack room. */
    void rest(ImageKey key);

    /** What is staged of a key is needed. */
    void wake(ImageKey key);

    /** Whether bytes of other images lie here that are still to be converted, and would come back by sweeping. */
    boolean othersAwaitConversion(ImageKey key);

    /** Says how many bytes a conversion of what is staged of the key may need: downloads of others leave so much free. */
    void expect(ImageKey key, long bytes);

    /**
     * Sets free space aside before it is written to, so that parallel work cannot promise the same bytes twice. Where there
     * is not enough, but would be with what other images hold and will give back, it waits for a while.
     *
     * @param key   whose it will be
     * @param file  the work file that will grow into the reserved space; what it holds already is not counted again
     * @param bytes how large it will become
     * @throws dev.darkroom.events.FailureException {@code no-space} when there is not enough
     */
    Reservation reserve(ImageKey key, Path file, long bytes, Purpose purpose);

    /** What space is for. */
    enum Purpose {
        /** It hopes for whatever others have staged, and for what they download and unpack, unless they wait themselves. */
        DOWNLOAD("download", ""),
        /** It holds its source, and hopes for what is converted: what is not may wait for space itself. */
        CONVERSION("conversion", StagedName.ARTIFACT);

        private final String word;
        private final String hope;

        Purpose(String word, String hope) {
            this.word = word;
            this.hope = hope;
        }

        /** Whether a key of which this name is published will give its bytes back without waiting for this purpose. */
        boolean hopesFor(String published) {
            return published.startsWith(hope);
        }

        String word() {
            return word;
        }
    }

    /** Space set aside; closing gives back what was not written. */
    interface Reservation extends AutoCloseable {
        /** How far beyond the bytes at hand space is set aside where nobody knows how many will come. */
        long AHEAD = 64L << 20;

        /** How much is set aside, what is written of it included. */
        long reserved();

        /** Asks for more, or for less, once the size is better known; waits as above. @throws FailureException {@code no-space} */
        void resize(long bytes);

        /** Sees that so much is set aside, and asks for more ahead of it where it is not; waits as above. */
        default void ensure(long bytes) {
            if (bytes > reserved()) {
                resize(bytes + AHEAD);
            }
        }

        /**
         * Says how much of it is on the disk by now, so that it is not counted both as used and as promised.
         *
         * @throws FailureException {@code no-space} when others have taken so much that the disk would soon be full
         */
        void written(long bytes);

        @Override
        void close();
    }
}
