package dev.darkroom.events;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Every known target has the image, has failed for good or cannot be used now, or no catalogue names it any more: nobody needs
 * its staged bytes, or nobody before the targets that wait can be used again.
 *
 * @param key     the image
 * @param ready   the targets that have it
 * @param failed  the targets that have failed for good
 * @param waiting the targets that lack it and cannot be used now
 * @param attempt the last attempt that was asked for, so that a later settling is another event
 * @param catalogueEvent the id of the {@code catalogue.updated} that asked for it last; null when it is not known
 */
public record ImageSettled(
        ImageKey key,
        List<TargetName> ready,
        List<TargetName> failed,
        List<TargetName> waiting,
        int attempt,
        UUID catalogueEvent)
        implements Event {
    public ImageSettled {
        Fields.require("key", key);
        ready = Fields.sorted("ready", ready);
        failed = Fields.sorted("failed", failed);
        waiting = Fields.sorted("waiting", waiting);
        Fields.requireAttempt(attempt);
    }

    /** Whether its staged bytes will be needed again. */
    public boolean rests() {
        return !waiting.isEmpty();
    }

    @Override
    public String subject() {
        return key.value();
    }

    @Override
    public Optional<UUID> correlation() {
        return Optional.ofNullable(catalogueEvent);
    }

    @Override
    public Digest content() {
        return ContentHash.of(ready, failed, waiting, attempt);
    }
}
