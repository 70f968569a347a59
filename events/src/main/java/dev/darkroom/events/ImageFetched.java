package dev.darkroom.events;

import java.util.List;

/**
 * The source's bytes are staged: downloaded, verified, decompressed and inspected.
 *
 * @param key          the image
 * @param spec         what the catalogue says of it
 * @param formats      the formats that some target still wants
 * @param source       the staged bytes, decompressed
 * @param sourceSha256 the hash of the bytes as downloaded
 * @param verified     what the bytes were verified by; empty when nothing was asked for
 * @param virtualSize  the size of the disk that a machine sees, in bytes
 * @param attempt      of the request that this answers
 */
public record ImageFetched(
        ImageKey key,
        ImageSpec spec,
        List<DiskFormat> formats,
        StagedFile source,
        Digest sourceSha256,
        List<Proof> verified,
        long virtualSize,
        int attempt)
        implements Event {
    public ImageFetched {
        Fields.require("key", key);
        Fields.require("spec", spec);
        Fields.require("source", source);
        Fields.require("source_sha256", sourceSha256, Digest.Algorithm.SHA256);
        formats = Fields.sorted("formats", formats);
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
        return ContentHash.of(
                spec.identity(), spec.presentation(), formats, source, sourceSha256, verified, virtualSize);
    }
}
