package dev.darkroom.events;

import java.util.List;
import java.util.Locale;

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
 * @param verified     what the bytes as downloaded were verified by; empty when nothing was asked for
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
        List<Proof> verified,
        Digest presentation,
        Outcome outcome)
        implements Event {
    /** What the target did to make it so. */
    public enum Outcome {
        /** The bytes were sent. */
        UPLOADED,
        /** It was there already: nothing was sent. */
        SKIPPED,
        /** It was there already, its metadata was repaired. */
        UPDATED;

        /** @throws IllegalArgumentException naming the value */
        public static Outcome of(String label) {
            return Fields.oneOf("outcome", values(), label);
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public ImageReady {
        Fields.require("key", key);
        Fields.require("target", target);
        Fields.require("image_id", imageId);
        Fields.require("name", name);
        Fields.require("disk_format", diskFormat);
        Fields.require("source_url", sourceUrl);
        Fields.require("sha512", sha512, Digest.Algorithm.SHA512);
        Fields.require("source_sha256", sourceSha256, Digest.Algorithm.SHA256);
        Fields.require("presentation", presentation, Digest.Algorithm.SHA256);
        Fields.require("outcome", outcome);
        verified = Fields.sorted("verified", verified);
        Fields.requireNotNegative("size", size);
        Fields.requireNotNegative("generation", generation);
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
        return ContentHash.of(imageId, diskFormat, size, sha512, verified, presentation);
    }
}
