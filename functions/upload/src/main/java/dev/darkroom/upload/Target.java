package dev.darkroom.upload;

import dev.darkroom.events.DiskFormat;
import dev.darkroom.events.ImageConverted;
import dev.darkroom.events.ImageId;
import dev.darkroom.events.ImageReady;
import dev.darkroom.events.ImageRequested;
import dev.darkroom.events.TargetAnnounced;
import dev.darkroom.events.TargetName;
import dev.darkroom.staging.Progress;
import java.util.List;
import java.util.Optional;

/**
 * A place where images are published. Safe for use by many threads. Publishing and repairing look before they act: what is
 * right already stays untouched. Both throw {@link dev.darkroom.events.FailureException}.
 */
public interface Target {
    TargetName name();

    /** The format that it wants of every image; empty: the image's own wish. */
    Optional<DiskFormat> wants();

    /** What can be said of it without asking it, and that it has this problem. */
    TargetAnnounced unasked(TargetAnnounced.Problem problem);

    /** Images of ours were ready here when it was used last; said before it is announced. */
    default void expectImages() {}

    /** What is to be said of it now. It may ask the target; one that cannot be used says so in it. */
    TargetAnnounced announce();

    /**
     * The images of ours that are there: all that one list shows. It may leave out some that are there, such as hidden ones.
     *
     * @throws dev.darkroom.events.FailureException when the target gives no list
     */
    List<ImageId> images();

    /**
     * The hidden images of ours that are there, which may take a list more.
     *
     * @throws dev.darkroom.events.FailureException when the target gives no list
     */
    List<ImageId> hiddenImages();

    /**
     * Makes the image ready: its bytes there, and verified; its metadata as the catalogue says; visible last.
     *
     * @throws dev.darkroom.events.FailureException {@code image-conflict} when other bytes are there under its name, which
     *     are left alone; {@code staged-bytes-missing}; and what the kind of target has to say
     */
    ImageReady publish(ImageConverted event, Artifact artifact, Progress progress);

    /**
     * Makes the metadata of an image as the catalogue says, and touches no byte of it.
     *
     * @throws dev.darkroom.events.FailureException {@code image-missing} when it is not there any more, or cannot be what the
     *     catalogue means
     */
    ImageReady repair(ImageRequested request, ImageId id);
}
