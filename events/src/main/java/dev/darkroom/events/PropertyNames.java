package dev.darkroom.events;

import java.util.Locale;
import java.util.Set;

/**
 * Which names of an image's properties are not for a catalogue to set. Upper case makes no difference: a cloud's database may
 * see none.
 */
public final class PropertyNames {
    /** How the names of Darkroom's own begin. */
    public static final String DARKROOM = "darkroom_";

    /** What separates names where Darkroom notes several in one text. */
    public static final String SEPARATOR = ",";

    private static final String GLANCE = "os_glance";
    /** What Glance's image schema and its API have for themselves; a property of that name is refused or ignored there. */
    private static final Set<String> FIELDS = Set.of(
            "id",
            "name",
            "status",
            "visibility",
            "protected",
            "checksum",
            "owner",
            "size",
            "virtual_size",
            "container_format",
            "disk_format",
            "created_at",
            "updated_at",
            "deleted",
            "deleted_at",
            "tags",
            "direct_url",
            "min_ram",
            "min_disk",
            "self",
            "file",
            "stores",
            "schema",
            "locations",
            "os_hidden",
            "os_hash_algo",
            "os_hash_value");

    /**
     * By these Glance deletes a key in Barbican together with the image, with the rights of whoever deletes it
     * (glance/api/v2/images.py): no catalogue may name one.
     */
    private static final Set<String> OF_ENCRYPTION =
            Set.of("cinder_encryption_key_id", "cinder_encryption_key_deletion_policy");

    private PropertyNames() {}

    /** Whether every image of Glance has a field of that name. */
    public static boolean isField(String name) {
        return FIELDS.contains(name.toLowerCase(Locale.ROOT));
    }

    /** Whether Glance notes under that name what nobody else may write. */
    public static boolean isInternal(String name) {
        return name.toLowerCase(Locale.ROOT).startsWith(GLANCE);
    }

    /** Whether it is a field's, belongs to Glance or Darkroom, or has Glance do something. */
    public static boolean isReserved(String name) {
        return isField(name)
                || isInternal(name)
                || OF_ENCRYPTION.contains(name.toLowerCase(Locale.ROOT))
                || name.toLowerCase(Locale.ROOT).startsWith(DARKROOM);
    }
}
