package dev.darkroom.events;

/**
 * A step could not do its work for an image.
 *
 * @param key               the image
 * @param stage             the function that says so: fetch, convert or upload
 * @param target            the target that is affected; null: every one that waits for the image
 * @param diskFormat        the format that is affected; null: every one
 * @param code              why
 * @param retryable         whether the registry asks again: as the code says, whatever was said
 * @param message           a sentence for people, without secrets
 * @param retryAfterSeconds how long the other side asked us to wait; null when it did not say
 * @param attempt           of the request that this answers, so that a second failure is a second event
 */
public record ImageFailed(
        ImageKey key,
        String stage,
        TargetName target,
        DiskFormat diskFormat,
        FailureCode code,
        boolean retryable,
        String message,
        Long retryAfterSeconds,
        int attempt)
        implements Event {
    public ImageFailed {
        Fields.require("key", key);
        Fields.require("stage", stage);
        Fields.require("code", code);
        retryable = code.retryable();
        Fields.require("message", message);
        Fields.requireNotNegative("retry_after_seconds", retryAfterSeconds == null ? 0 : retryAfterSeconds);
        Fields.requireAttempt(attempt);
    }

    public ImageFailed(
            ImageKey key,
            String stage,
            TargetName target,
            DiskFormat diskFormat,
            FailureCode code,
            String message,
            Long retryAfterSeconds,
            int attempt) {
        this(key, stage, target, diskFormat, code, false, message, retryAfterSeconds, attempt);
    }

    @Override
    public String subject() {
        return key.value();
    }

    @Override
    public String function() {
        return stage;
    }

    @Override
    public Digest content() {
        return ContentHash.of(stage, target, diskFormat, code, message, attempt);
    }
}
