package dev.darkroom.upload.glance;

import dev.darkroom.events.DiskFormat;
import dev.darkroom.events.ImageKey;
import dev.darkroom.events.Texts;
import dev.darkroom.events.Visibility;
import dev.darkroom.upload.openstack.RemoteImage;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What is done about what is found under an ID of ours. An ID can be computed by anybody, and so it can be taken by anybody:
 * an image is ours only if our project owns it and it is marked with its key.
 *
 * @param project    the ID of our project
 * @param key        the image that is to be ready
 * @param format     the format that it is to have
 * @param staleAfter how long bytes may be on their way; a service that was killed meanwhile leaves the image so for ever
 * @param clock      compared with the service's own times
 */
record DecisionTable(String project, ImageKey key, DiskFormat format, Duration staleAfter, Clock clock) {

    /** @param sameBytes whether an active image has the right bytes; asked only when that decides */
    Decision decide(Optional<RemoteImage> found, Predicate<RemoteImage> sameBytes) {
        if (found.isEmpty()) {
            return new Decision.Create();
        }
        RemoteImage image = found.get();
        if (!project.equals(image.owner())) {
            return new Decision.NextId("it belongs to project " + Texts.clean(String.valueOf(image.owner())));
        }
        if (!Marks.bears(image, key)) {
            return new Decision.NextId("it is not marked as " + key);
        }
        return switch (image.status()) {
            case "queued" -> queued(image);
            case "saving", "uploading", "importing" -> underWay(image);
            case "active" -> sameBytes.test(image) ? new Decision.Done(image) : new Decision.Conflict(image);
            case "deactivated" -> new Decision.Deactivated();
            case "killed", "deleted", "pending_delete" -> new Decision.NextId("it is " + image.status());
            default -> underWay(image); // A status of a later version: it passes, or it grows old.
        };
    }

    /**
     * What is done about an image of ours that is active with other bytes than ours. One that was never verified has been
     * seen by nobody: whoever has sent it is about to look at it, or was killed before, or could not delete it.
     */
    Decision other(RemoteImage image) {
        boolean verified = image.properties().containsKey(Marks.SHA512);
        return verified || !Visibility.PRIVATE.label().equals(image.visibility())
                ? new Decision.Conflict(image)
                : underWay(image);
    }

    private Decision queued(RemoteImage image) {
        if (!format.label().equals(image.diskFormat())) {
            return new Decision.Replace("it waits for bytes of " + Texts.clean(image.diskFormat()) + ", not " + format);
        }
        if (!Visibility.PRIVATE.label().equals(image.visibility())) {
            return new Decision.Replace("it is visible before it has its bytes");
        }
        return new Decision.Send();
    }

    private Decision underWay(RemoteImage image) {
        Duration age = Duration.between(image.updatedAt(), clock.instant());
        return age.compareTo(staleAfter) < 0
                ? new Decision.Wait(image, staleAfter.minus(age))
                : new Decision.Replace("it has been " + Texts.clean(image.status()) + " for " + Texts.of(age));
    }
}
