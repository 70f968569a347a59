package dev.darkroom.events;

import java.util.List;

/**
 * The image is staged in one of the wanted formats.
 *
 * @param key          the image
 * @param spec         what the catalogue says of it
 * @param artifact     the staged bytes in that format
 * @param sourceSha256 the hash of the bytes as downloaded
 * @param verified     what the bytes as downloaded were verified by; empty when nothing was asked for
 * @param virtualSize  the size of the disk that a machine sees, in bytes
 * @param attempt      of the request that this answers
 */
public record ImageConverted(
        ImageKey key,
        ImageSpec spec,
        StagedFile artifact,
        Digest sourceSha256,
        List<Proof> verified,
        long virtualSize,
        int attempt)
        implements Event {
    public ImageConverted {
        Fields.require("key", key);
        Fields.require("spec", spec);
        Fields.require("artifact", artifact);
        Fields.require("source_sha256", sourceSha256, Digest.Algorithm.SHA256);
        verified = Fields.sorted("verified", verified);
        Fields.requireNotNegative("virtual_size", virtualSize);
        Fields.requireAttempt(attempt);
    }

    @Override
    public String subject() {
        return key.value();
    }

    @Override
    public Digest content() {
        return ContentHash.of(spec.identity(), spec.presentation(), artifact, sourceSha256, verified, virtualSize);
    }
}
