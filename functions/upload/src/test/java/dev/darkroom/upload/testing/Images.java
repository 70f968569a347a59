package dev.darkroom.upload.testing;

import dev.darkroom.upload.openstack.RemoteImage;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Images that differ from others in one thing. */
public final class Images {
    private Images() {}

    public static RemoteImage status(RemoteImage image, String status) {
        return of(
                image,
                status,
                image.owner(),
                image.size(),
                image.hashAlgorithm(),
                image.hashValue(),
                image.updatedAt());
    }

    public static RemoteImage owner(RemoteImage image, String owner) {
        return of(
                image,
                image.status(),
                owner,
                image.size(),
                image.hashAlgorithm(),
                image.hashValue(),
                image.updatedAt());
    }

    public static RemoteImage active(RemoteImage image, Long size, String sha512) {
        return hashed(image, size, "sha512", sha512);
    }

    public static RemoteImage hashed(RemoteImage image, Long size, String algorithm, String hash) {
        return of(image, "active", image.owner(), size, algorithm, hash, image.updatedAt());
    }

    public static RemoteImage updatedAt(RemoteImage image, Instant at) {
        return of(image, image.status(), image.owner(), image.size(), image.hashAlgorithm(), image.hashValue(), at);
    }

    private static RemoteImage of(
            RemoteImage image,
            String status,
            String owner,
            Long size,
            String algorithm,
            String hash,
            Instant updatedAt) {
        return new RemoteImage(
                image.id(),
                status,
                owner,
                image.name(),
                image.visibility(),
                image.diskFormat(),
                image.containerFormat(),
                size,
                algorithm,
                hash,
                image.minDisk(),
                image.minRam(),
                image.hidden(),
                image.protectedImage(),
                image.tags(),
                image.properties(),
                updatedAt);
    }

    /** As a JSON patch changes it. */
    public static RemoteImage changed(RemoteImage image, Map<String, Object> set, List<String> remove) {
        var fields = new TreeMap<>(set);
        String name = take(fields, "name", image.name());
        String visibility = take(fields, "visibility", image.visibility());
        String diskFormat = take(fields, "disk_format", image.diskFormat());
        String containerFormat = take(fields, "container_format", image.containerFormat());
        int minDisk = take(fields, "min_disk", image.minDisk());
        int minRam = take(fields, "min_ram", image.minRam());
        boolean hidden = take(fields, "os_hidden", image.hidden());
        boolean protectedImage = take(fields, "protected", image.protectedImage());
        List<String> tags = take(fields, "tags", image.tags());
        var properties = new TreeMap<>(image.properties());
        fields.forEach((property, value) -> properties.put(property, (String) value));
        properties.keySet().removeAll(remove);
        return new RemoteImage(
                image.id(),
                image.status(),
                image.owner(),
                name,
                visibility,
                diskFormat,
                containerFormat,
                image.size(),
                image.hashAlgorithm(),
                image.hashValue(),
                minDisk,
                minRam,
                hidden,
                protectedImage,
                tags,
                properties,
                image.updatedAt());
    }

    @SuppressWarnings("unchecked")
    private static <T> T take(Map<String, Object> fields, String name, T otherwise) {
        Object value = fields.remove(name);
        return value == null ? otherwise : (T) value;
    }
}
