package dev.darkroom.upload.directory;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.darkroom.events.Digest;
import dev.darkroom.events.DiskFormat;
import dev.darkroom.events.ImageId;
import dev.darkroom.events.ImageKey;
import dev.darkroom.events.ImageSpec;
import dev.darkroom.events.Proof;
import dev.darkroom.upload.PublishedImage;
import java.util.List;
import java.util.SortedMap;

/** An image in the manifest, in the words of Glance. */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
record ManifestEntry(
        String id,
        int generation,
        String name,
        String file,
        String diskFormat,
        String containerFormat,
        long size,
        String sha512,
        long virtualSize,
        String sourceUrl,
        String sourceSha256,
        List<String> verified,
        String visibility,
        int minDisk,
        int minRam,
        boolean hidden,
        @JsonProperty("protected") boolean protectedImage,
        List<String> tags,
        SortedMap<String, String> properties) {

    static ManifestEntry of(PublishedImage image, ImageSpec spec) {
        return new ManifestEntry(
                image.id().toString(),
                image.generation(),
                spec.name(),
                fileName(image.key(), image.format()),
                image.format().label(),
                spec.containerFormat(),
                image.size(),
                image.sha512().toString(),
                image.virtualSize(),
                image.sourceUrl(),
                image.sourceSha256().toString(),
                image.verified().stream().map(Proof::text).toList(),
                spec.visibility().label(),
                image.minDisk(spec),
                spec.minRam(),
                spec.hidden(),
                spec.protectedImage(),
                spec.tags(),
                spec.properties());
    }

    /** The name is made from the key, never read: nobody can point it elsewhere by an edit of the manifest. */
    static String fileName(ImageKey key, DiskFormat format) {
        return key + "." + format;
    }

    /** @throws IllegalArgumentException naming the value that cannot be understood */
    PublishedImage published(ImageKey key) {
        return new PublishedImage(
                key,
                ImageId.parse(required("id", id)),
                generation,
                DiskFormat.of(required("disk_format", diskFormat)),
                size,
                Digest.parse(required("sha512", sha512)),
                required("source_url", sourceUrl),
                Digest.parse(required("source_sha256", sourceSha256)),
                required("verified", verified).stream().map(Proof::new).toList(),
                virtualSize);
    }

    private static <T> T required(String name, T value) {
        if (value == null) {
            throw new IllegalArgumentException(name + " is missing");
        }
        return value;
    }
}
