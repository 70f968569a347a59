package dev.darkroom.events;

import java.util.UUID;

/** The ID of an image at its target. Darkroom chooses it, so that it is known before the upload and a retry reuses it. */
public record ImageId(UUID value) implements Comparable<ImageId> {
    public ImageId {
        Fields.require("image ID", value);
    }

    /**
     * The ID of a key: the same in every cloud.
     *
     * @param generation 0 first; the next one when an ID is burnt (deleted, stuck or taken by somebody else)
     */
    public static ImageId of(ImageKey key, int generation) {
        return new ImageId(Uuids.version5(Uuids.DARKROOM, "image/" + key + "/" + generation));
    }

    /** @throws IllegalArgumentException naming the value */
    public static ImageId parse(String text) {
        return new ImageId(Uuids.parse("image ID", text));
    }

    @Override
    public int compareTo(ImageId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
