package dev.darkroom.events;

import java.util.UUID;
import java.util.regex.Pattern;

/** The ID of an image at its target. Darkroom chooses it, so that it is known before the upload and a retry reuses it. */
public record ImageId(UUID value) implements Comparable<ImageId> {
    private static final Pattern UUID_TEXT =
            Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", Pattern.CASE_INSENSITIVE);

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

    /** @throws IllegalArgumentException naming the value; the short forms that {@link UUID#fromString} takes are refused */
    public static ImageId parse(String text) {
        if (!UUID_TEXT.matcher(text).matches()) {
            throw new IllegalArgumentException("image ID must be a UUID but is " + Texts.quote(text));
        }
        return new ImageId(UUID.fromString(text));
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
