package dev.darkroom.events;

import java.util.List;
import java.util.Optional;

/**
 * An uploader says which target it serves, and now and then which images it has seen there.
 *
 * @param target     the target's name
 * @param kind       {@link #GLANCE}, {@link #DIRECTORY}, or what another uploader serves
 * @param diskFormat the format that it wants; null: the image's own wish
 * @param location   the endpoint or the path, without secrets
 * @param project    the project's ID; null for a directory or when it is not known
 * @param problem    why it cannot be published to at present; null when it can
 * @param images     all images of ours that are there, as a list of the target shows them: one that is missing may still be
 *                   there, hidden or too young; null: nobody has looked
 * @param hidden     the same of those that are hidden, of which a list of a cloud shows only these or only others; null: nobody
 *                   has looked at those
 */
public record TargetAnnounced(
        TargetName target,
        String kind,
        DiskFormat diskFormat,
        String location,
        String project,
        Problem problem,
        List<ImageId> images,
        List<ImageId> hidden)
        implements Event {
    public static final String GLANCE = "glance";
    public static final String DIRECTORY = "directory";

    /** Why a target cannot be used, by code and in a sentence. */
    public record Problem(FailureCode code, String message) {
        public Problem {
            Fields.require("code", code);
            Fields.require("message", message);
        }
    }

    public TargetAnnounced {
        Fields.require("target", target);
        Fields.require("kind", kind);
        Fields.require("location", location);
        images = images == null ? null : Fields.sorted("images", images);
        hidden = hidden == null ? null : Fields.sorted("hidden", hidden);
    }

    /** The same, with the images that were seen; null: nobody has looked. */
    public TargetAnnounced seeing(List<ImageId> seen, List<ImageId> seenHidden) {
        return new TargetAnnounced(target, kind, diskFormat, location, project, problem, seen, seenHidden);
    }

    /** The same, while nobody has looked which images are there. */
    public TargetAnnounced unseen() {
        return seeing(null, null);
    }

    /** The same, with a problem or without one; nobody has looked. */
    public TargetAnnounced with(Problem other) {
        return new TargetAnnounced(target, kind, diskFormat, location, project, other, null, null);
    }

    /** The format that it wants, if it wants one. */
    public Optional<DiskFormat> wants() {
        return Optional.ofNullable(diskFormat);
    }

    @Override
    public String subject() {
        return target.value();
    }

    @Override
    public Digest content() {
        return ContentHash.of(kind, diskFormat, location, project, problem, images, hidden);
    }
}
