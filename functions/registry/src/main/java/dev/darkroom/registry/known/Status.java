package dev.darkroom.registry.known;

import java.util.Locale;

/** How an image stands at a target. */
public enum Status {
    /** Asked for when its time comes: not yet, after a failure, or when the target can be used again. */
    WAITING,
    /** Asked for; its source is not staged yet. */
    FETCHING,
    /** Its source is staged; the target's format is not. */
    CONVERTING,
    /** Staged in the target's format. */
    UPLOADING,
    /**
     * There is an image, as far as is known; its metadata are being repaired, a look has not shown it and it is asked for, or
     * its source is being proved.
     */
    UPDATING,
    /** Ready, with the wanted metadata, and made of a source that is signed as its catalogue demands. */
    READY,
    /** Failed for good: somebody has to do something. */
    FAILED;

    /** Whether nothing more happens by itself. */
    public boolean finished() {
        return switch (this) {
            case READY, FAILED -> true;
            case WAITING, FETCHING, CONVERTING, UPLOADING, UPDATING -> false;
        };
    }

    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return label();
    }
}
