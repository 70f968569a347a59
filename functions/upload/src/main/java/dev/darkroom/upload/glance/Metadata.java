package dev.darkroom.upload.glance;

import dev.darkroom.events.DiskFormat;
import dev.darkroom.events.FailureCode;
import dev.darkroom.events.FailureException;
import dev.darkroom.events.ImageSpec;
import dev.darkroom.events.PropertyNames;
import dev.darkroom.events.Texts;
import dev.darkroom.upload.PublishedImage;
import dev.darkroom.upload.openstack.NewImage;
import dev.darkroom.upload.openstack.RemoteImage;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What an image at a target is to look like, and what an image there lacks of it. Properties that others have put on an
 * image (the cloud, its operators) stay: Darkroom removes only what it has set itself, whose names it keeps in {@code
 * darkroom_properties}.
 */
final class Metadata {
    static final String PROPERTIES = PropertyNames.DARKROOM + "properties";
    /** By which Nova's driver for VMware knows the kind of a VMDK; without it that takes one for a preallocated disk. */
    private static final String DISK_TYPE = "vmware_disktype";

    private static final String STREAM_OPTIMIZED = "streamOptimized";
    /** The newer name of the same. */
    private static final String NEW_DISK_TYPE = "hw_disk_type";

    private final ImageSpec spec;

    /** @throws FailureException {@code target-refused} naming a property that is not for catalogues to set */
    Metadata(ImageSpec spec) {
        spec.properties().keySet().forEach(Metadata::requireFree);
        this.spec = spec;
    }

    /** Changes of an image: what is to be set, and which properties are to go. */
    record Change(SortedMap<String, Object> set, List<String> remove) {
        boolean isEmpty() {
            return set.isEmpty() && remove.isEmpty();
        }
    }

    /** The image before it has its bytes. */
    NewImage newImage(PublishedImage image) {
        return new NewImage(
                image.id(),
                spec.name(),
                image.format(),
                spec.containerFormat(),
                image.minDisk(spec),
                spec.minRam(),
                spec.hidden(),
                spec.tags(),
                Collections.unmodifiableSortedMap(properties(image, Map.of())));
    }

    /** @throws FailureException {@code target-refused} when it differs in what cannot be changed any more */
    Change missing(RemoteImage there, PublishedImage image) {
        if (!spec.containerFormat().equals(there.containerFormat())) {
            throw new FailureException(
                    FailureCode.TARGET_REFUSED,
                    "image " + there.id() + " has container format " + Texts.clean(there.containerFormat())
                            + " and not " + spec.containerFormat()
                            + ", which cannot be changed any more: use a new key");
        }
        var set = new TreeMap<String, Object>();
        put(set, "name", spec.name(), there.name());
        put(set, "visibility", spec.visibility().label(), there.visibility());
        put(set, "min_disk", image.minDisk(spec), there.minDisk());
        put(set, "min_ram", spec.minRam(), there.minRam());
        put(set, "os_hidden", spec.hidden(), there.hidden());
        put(set, "protected", spec.protectedImage(), there.protectedImage());
        put(set, "tags", spec.tags(), there.tags());
        Map<String, String> wanted = properties(image, there.properties());
        wanted.forEach((name, value) -> put(set, name, value, there.properties().get(name)));
        return new Change(set, obsolete(there.properties(), wanted.keySet()));
    }

    private static void put(Map<String, Object> set, String field, Object wanted, Object there) {
        if (!Objects.equals(wanted, there)) {
            set.put(field, wanted);
        }
    }

    private SortedMap<String, String> properties(PublishedImage image, Map<String, String> there) {
        var all = new TreeMap<>(spec.properties());
        if (!spec.properties().isEmpty()) {
            all.put(
                    PROPERTIES,
                    String.join(PropertyNames.SEPARATOR, spec.properties().keySet()));
        }
        all.putAll(Marks.of(image));
        boolean othersSay = there.containsKey(DISK_TYPE) && !ours(there).contains(DISK_TYPE);
        if (isStreamOptimized(image) && !othersSay && !all.containsKey(NEW_DISK_TYPE)) {
            all.putIfAbsent(DISK_TYPE, STREAM_OPTIMIZED);
        }
        return all;
    }

    /** As every VMDK is that was made here; one that came as such may be of any kind. */
    private boolean isStreamOptimized(PublishedImage image) {
        return image.format() == DiskFormat.VMDK && spec.sourceDiskFormat() != DiskFormat.VMDK;
    }

    private static List<String> obsolete(Map<String, String> there, Collection<String> wanted) {
        return Stream.concat(ours(there).stream(), Stream.of(PROPERTIES))
                .filter(name -> there.containsKey(name) && !wanted.contains(name) && !PropertyNames.isField(name))
                .filter(name -> name.equals(PROPERTIES) || !name.startsWith(PropertyNames.DARKROOM))
                .distinct()
                .toList();
    }

    /** The names of what catalogues have set. */
    private static List<String> ours(Map<String, String> there) {
        return List.of(there.getOrDefault(PROPERTIES, "").split(PropertyNames.SEPARATOR));
    }

    /**
     * A property of such a name would be taken for a field of the image, and could open it before it is verified; or for two,
     * of which each may be somebody else's.
     */
    private static void requireFree(String property) {
        if (PropertyNames.isReserved(property)) {
            throw new FailureException(
                    FailureCode.TARGET_REFUSED,
                    "property " + Texts.quote(property)
                            + " is not for a catalogue to set: it is a field of the image, or kept by Glance, Cinder or Darkroom");
        }
        if (property.contains(PropertyNames.SEPARATOR)) {
            throw new FailureException(
                    FailureCode.TARGET_REFUSED,
                    "property " + Texts.quote(property)
                            + " has a comma in its name, which would be taken for two names: rename it");
        }
    }
}
