package dev.darkroom.inspect;

import dev.darkroom.events.DiskFormat;
import java.util.Optional;

/** One kind of image file: how it is recognised, and what makes one of them safe. */
interface ImageFormat {
    /** What it is called in messages. */
    String label();

    /** What the catalogue calls such a file; empty when Darkroom never takes one. */
    Optional<DiskFormat> diskFormat();

    /** Whether the file claims to be one: by its magic, wherever some reader would look for it. Never refuses. */
    boolean claims(ImageBytes bytes);

    /**
     * Whether such an image shows, from its first byte on, the disk itself: then a partition table there is the disk's, and no
     * second format.
     */
    default boolean beginsWithTheDisk(ImageBytes bytes) {
        return false;
    }

    /**
     * The size of the disk that a machine sees, in bytes.
     *
     * @throws Refusal naming the field that makes it unsafe or invalid
     */
    long judge(ImageBytes bytes);

    /**
     * Of a whole file that was judged, and whose disk is not too large: whether it has the data to which its tables refer.
     *
     * @throws Refusal naming what is not there
     */
    default void requireData(ImageBytes bytes) {}
}
