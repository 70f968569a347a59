package dev.darkroom.events;

import java.util.List;

/**
 * Every known target has the image or has failed for good, or no catalogue names it any more: its staged bytes are no longer
 * needed.
 *
 * @param key     the image
 * @param ready   the targets that have it
 * @param failed  the targets that have failed for good
 * @param attempt the last attempt that was asked for, so that a later settling is another event
 */
public record ImageSettled(ImageKey key, List<TargetName> ready, List<TargetName> failed, int attempt)
        implements Event {
    public static final String TYPE = "dev.darkroom.image.settled.v1";

    public ImageSettled {
        Fields.require("key", key);
        ready = Fields.sorted("ready", ready);
        failed = Fields.sorted("failed", failed);
        Fields.requireAttempt(attempt);
    }

    @Override
    public EventType eventType() {
        return EventType.IMAGE_SETTLED;
    }

    @Override
    public String subject() {
        return key.value();
    }

    @Override
    public Digest content() {
        return ContentHash.of(ready, failed, attempt);
    }
}
