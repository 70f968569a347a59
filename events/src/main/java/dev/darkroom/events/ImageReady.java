package dev.darkroom.events;

import java.util.Objects;

/**
 * The image is active at a target and its size and hash there equal what Darkroom sent. This is what subscribers wait for.
 *
 * @param key          the image
 * @param target       where
 * @param imageId      its ID there
 * @param generation   which of the key's IDs that is; 0 for the first
 * @param name         its name there
 * @param diskFormat   its format there
 * @param size         its size there, in bytes
 * @param sha512       the hash of its bytes there
 * @param sourceUrl    where the bytes came from, without credentials or query
 * @param sourceSha256 the hash of the bytes as downloaded
 * @param presentation {@link ImageSpec#presentation()} of the metadata that it has there
 * @param outcome      what the target did
 */
public record ImageReady(
        ImageKey key,
        TargetName target,
        ImageId imageId,
        int generation,
        String name,
        DiskFormat diskFormat,
        long size,
        Digest sha512,
        String sourceUrl,
        Digest sourceSha256,
        Digest presentation,
        Outcome outcome)
        implements Event {
    public static final String TYPE = "dev.darkroom.image.ready.v1";

    /** What the target did to make it so. */
    public enum Outcome {
        /** The bytes were sent. */
        UPLOADED,
        /** It was there already: nothing was sent. */
        SKIPPED,
        /** It was there already, its metadata was repaired. */
        UPDATED;

        @Override
        public String toString() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    public ImageReady {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(target, "target");
        Objects.requireNonNull(imageId, "image_id");
        Objects.requireNonNull(diskFormat, "disk_format");
        Objects.requireNonNull(sha512, "sha512");
        Objects.requireNonNull(sourceSha256, "source_sha256");
        Objects.requireNonNull(presentation, "presentation");
        Objects.requireNonNull(outcome, "outcome");
        new ByteSize(size);
    }

    @Override
    public EventType eventType() {
        return EventType.IMAGE_READY;
    }

    @Override
    public String subject() {
        return key.value();
    }

    @Override
    public String recordKey() {
        return target + "/" + key;
    }

    @Override
    public Digest content() {
        return ContentHash.of(imageId, diskFormat, size, sha512, presentation);
    }
}
