package dev.darkroom.registry.catalogue;

import dev.darkroom.events.PropertyNames;
import dev.darkroom.events.UrlSecrets;
import dev.darkroom.registry.catalogue.Tree.Fields;
import dev.darkroom.registry.catalogue.Tree.Items;
import java.util.SortedMap;
import java.util.TreeMap;

/** Glance's rules for properties, and Darkroom's own: what a property may be called and what it may say. */
final class ImageProperties {
    /** Glance's {@code image_property_quota} is 128; the rest is for the properties that Darkroom sets. */
    static final int MOST = 112;

    static final int LONGEST_NAME = 255;
    static final int LONGEST_VALUE = 4096;

    private ImageProperties() {}

    static SortedMap<String, String> read(String field, EntryReader in) {
        var properties = new TreeMap<String, String>();
        switch (in.tree(field)) {
            case null -> {}
            case Fields map ->
                map.fields().forEach((name, value) -> {
                    if (!Tree.isNull(value)) {
                        put(properties, field, name, value, in);
                    }
                });
            case Items list -> {
                if (MergeTrees.mapping(list) instanceof Fields map) {
                    map.fields().forEach((name, value) -> put(properties, field, name, value, in));
                } else {
                    list.items().forEach(item -> in.read(field, item, ImageProperties::pair));
                }
            }
            case Tree.Scalar other ->
                in.complain(field, other, field + " must be a mapping of names to text, but is " + other.shown());
        }
        if (properties.size() > MOST) {
            in.complain(field, field + " must be at most " + MOST + " but are " + properties.size());
        }
        return properties;
    }

    private static void put(
            SortedMap<String, String> properties, String field, String name, Tree value, EntryReader in) {
        String part = field + "." + UrlSecrets.clean(name);
        in.read(part, value, (where, tree) -> {
            requireFree(name);
            return properties.put(
                    Rules.text("the name of a property", new Tree.Scalar(name, tree.place()), LONGEST_NAME),
                    Rules.string(where, tree, LONGEST_VALUE));
        });
    }

    private static void requireFree(String name) {
        if (PropertyNames.isField(name)) {
            throw new IllegalArgumentException("a property must not be called " + UrlSecrets.quote(name)
                    + ": that is a field of every image; set it beside properties, where it can be set at all");
        }
        if (PropertyNames.isReserved(name)) {
            throw new IllegalArgumentException("a property must not be called " + UrlSecrets.quote(name)
                    + ": os_glance* and keys of encryption belong to Glance and Cinder, and darkroom_* to Darkroom");
        }
        if (name.contains(PropertyNames.SEPARATOR)) {
            throw new IllegalArgumentException("a property must not be called " + UrlSecrets.quote(name)
                    + ": Darkroom notes the names of all in a list with commas between");
        }
    }

    private static Void pair(String field, Tree item) {
        String text = Rules.text(field, item, LONGEST_NAME + 1 + LONGEST_VALUE);
        if (text.indexOf('=') < 1) {
            throw new IllegalArgumentException(
                    "each item of " + field + " must be name=value but one is " + UrlSecrets.quote(text));
        }
        return null;
    }
}
