package dev.darkroom.upload.openstack;

import dev.darkroom.events.ImageId;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;

/**
 * An image as the image service shows it. Fields that it does not show, or shows as null, are null.
 *
 * @param status          {@code queued}, {@code saving}, {@code uploading}, {@code importing}, {@code active}, {@code
 *                        deactivated}, {@code killed}, {@code deleted}, {@code pending_delete}, as it says
 * @param owner           the ID of the project that owns it
 * @param visibility      {@code private}, {@code shared}, {@code community} or {@code public}
 * @param diskFormat      in Glance's words
 * @param size            bytes; null until the bytes are there
 * @param hashAlgorithm   {@code os_hash_algo}; null until the bytes are there
 * @param hashValue       {@code os_hash_value}, hex
 * @param minDisk         GiB
 * @param minRam          MiB
 * @param hidden          {@code os_hidden}
 * @param protectedImage  {@code protected}
 * @param tags            sorted
 * @param properties      everything else that has a text as its value: the image's own properties
 * @param updatedAt       when it was last changed, by the service's clock
 */
public record RemoteImage(
        ImageId id,
        String status,
        String owner,
        String name,
        String visibility,
        String diskFormat,
        String containerFormat,
        Long size,
        String hashAlgorithm,
        String hashValue,
        int minDisk,
        int minRam,
        boolean hidden,
        boolean protectedImage,
        List<String> tags,
        SortedMap<String, String> properties,
        Instant updatedAt) {}
