package dev.darkroom.events;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a catalogue says of one key: where the bytes come from and what they are (never changes for a key), and how the
 * image is presented (may change at any time).
 *
 * @param name             the image's name at the target
 * @param sourceUrl        where the bytes come from
 * @param sourceDiskFormat the format that they must turn out to be in
 * @param containerFormat  Glance's container format; {@code bare}
 * @param diskFormat       the format that is wanted where the target does not ask for one of its own; null: as the source
 * @param checksum         what proves the bytes
 * @param visibility       who may use the image once it is ready
 * @param properties       Glance properties, in order of their names
 * @param tags             Glance tags, sorted
 * @param minDisk          GiB; null: from the virtual size
 * @param minRam           MiB; 0 when not limited
 * @param hidden           {@code os_hidden}
 * @param protectedImage   {@code protected}: not deletable
 * @param shareWith        project IDs that an image of visibility {@code shared} is shared with
 */
public record ImageSpec(
        String name,
        SourceUri sourceUrl,
        DiskFormat sourceDiskFormat,
        String containerFormat,
        DiskFormat diskFormat,
        Checksum checksum,
        Visibility visibility,
        SortedMap<String, String> properties,
        List<String> tags,
        Integer minDisk,
        int minRam,
        boolean hidden,
        boolean protectedImage,
        List<String> shareWith) {

    public ImageSpec {
        Fields.require("name", name);
        Fields.require("source_url", sourceUrl);
        Fields.require("source_disk_format", sourceDiskFormat);
        Fields.require("container_format", containerFormat);
        Fields.require("checksum", checksum);
        Fields.require("visibility", visibility);
        properties = Fields.sorted("properties", properties);
        tags = Fields.sorted("tags", tags);
        shareWith = Fields.sorted("share_with", shareWith);
        Fields.requireNotNegative("min_disk", minDisk == null ? 0 : minDisk);
        Fields.requireNotNegative("min_ram", minRam);
    }

    /** The format in which this image is published at a target that wants {@code ofTarget}, if it wants one. */
    public DiskFormat formatAt(Optional<DiskFormat> ofTarget) {
        if (sourceDiskFormat == DiskFormat.ISO) {
            return DiskFormat.ISO;
        }
        return ofTarget.orElse(diskFormat == null ? sourceDiskFormat : diskFormat);
    }

    /**
     * What must never change for a key, field by field, as text that can be compared and shown: hashes in another order are the
     * same.
     */
    public Map<String, String> identity() {
        List<String> digests = checksum.digests().stream()
                .map(Digest::toString)
                .distinct()
                .sorted()
                .toList();
        var identity = new TreeMap<String, String>();
        identity.put("source_url", sourceUrl.identity());
        identity.put("source_disk_format", sourceDiskFormat.label());
        identity.put("disk_format", diskFormat == null ? "" : diskFormat.label());
        identity.put(
                "checksum",
                digests + (checksum.sums() == null ? "" : " " + checksum.sums().identity()));
        identity.put(
                "checksum_sha512",
                checksum.unpacked() == null ? "" : checksum.unpacked().toString());
        return identity;
    }

    /** A hash of everything that may change in place; equal hashes mean that the target has nothing to repair. */
    public Digest presentation() {
        return ContentHash.of(
                name,
                containerFormat,
                visibility,
                properties,
                tags,
                minDisk,
                minRam,
                hidden,
                protectedImage,
                shareWith);
    }
}
