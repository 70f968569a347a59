package dev.darkroom.events;

import java.util.List;
import java.util.Objects;
import java.util.TreeSet;

/**
 * The source's bytes are staged: downloaded, verified, decompressed and inspected.
 *
 * @param key          the image
 * @param spec         what the catalogue says of it
 * @param formats      the formats that some target still wants
 * @param source       the staged bytes, decompressed
 * @param sourceSha256 the hash of the bytes as downloaded
 * @param virtualSize  the size of the disk that a machine sees, in bytes
 * @param attempt      of the request that this answers
 */
public record ImageFetched(
        ImageKey key,
        ImageSpec spec,
        List<DiskFormat> formats,
        StagedFile source,
        Digest sourceSha256,
        long virtualSize,
        int attempt)
        implements Event {
    public static final String TYPE = "dev.darkroom.image.fetched.v1";

    public ImageFetched {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(spec, "spec");
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(sourceSha256, "source_sha256");
        formats = List.copyOf(new TreeSet<>(formats));
        new ByteSize(virtualSize);
    }

    @Override
    public EventType eventType() {
        return EventType.IMAGE_FETCHED;
    }

    @Override
    public String subject() {
        return key.value();
    }

    @Override
    public Digest content() {
        return ContentHash.of(spec.identity(), spec.presentation(), formats, source, sourceSha256, virtualSize);
    }
}
