package dev.darkroom.registry.catalogue;

import dev.darkroom.registry.catalogue.Tree.Fields;
import dev.darkroom.registry.catalogue.Tree.Items;
import dev.darkroom.registry.catalogue.Tree.Scalar;
import java.util.LinkedHashMap;

/**
 * Lays one tree over another as Ansible's {@code combine(recursive=True)} does: mappings are merged field by field, anything
 * else replaces what was there. A null replaces too, which is how an inherited field is taken away.
 */
public final class MergeTrees {
    /** What a map or a list needs for each, in bytes. */
    private static final int ENTRY = 32;

    private MergeTrees() {}

    /** @param base may be null */
    public static Tree over(Tree base, Tree top) {
        if (!(base instanceof Fields below) || !(top instanceof Fields above)) {
            return top;
        }
        var merged = new LinkedHashMap<>(below.fields());
        above.fields().forEach((field, value) -> merged.merge(field, value, MergeTrees::over));
        return new Fields(merged, above.place());
    }

    /** The same for an image or for defaults, whose properties may be given as a list of {@code name=value} too. */
    public static Tree imageOver(Tree base, Tree top) {
        return over(unlisted(base), unlisted(top));
    }

    /** How many values there are in all. */
    static int size(Tree tree) {
        return switch (tree) {
            case Scalar scalar -> 1;
            case Items list ->
                1 + list.items().stream().mapToInt(MergeTrees::size).sum();
            case Fields map ->
                1 + map.fields().values().stream().mapToInt(MergeTrees::size).sum();
        };
    }

    /** About how much memory a copy of all names and values needs. */
    static long bytes(Tree tree) {
        return ENTRY
                + switch (tree) {
                    case Scalar scalar -> String.valueOf(scalar.value()).length();
                    case Items list ->
                        list.items().stream().mapToLong(MergeTrees::bytes).sum();
                    case Fields map ->
                        map.fields().entrySet().stream()
                                .mapToLong(each -> each.getKey().length() + bytes(each.getValue()))
                                .sum();
                };
    }

    /** Properties as a mapping, where they are a list. */
    static Tree unlisted(Tree image) {
        if (image instanceof Fields fields && fields.get("properties") instanceof Items list) {
            var unlisted = new LinkedHashMap<>(fields.fields());
            unlisted.put("properties", mapping(list));
            return new Fields(unlisted, fields.place());
        }
        return image;
    }

    /** A list of {@code name=value} as a mapping; one that is anything else stays, and is complained of when it is judged. */
    static Tree mapping(Items list) {
        var mapping = new LinkedHashMap<String, Tree>();
        for (Tree item : list.items()) {
            if (!(item instanceof Scalar(String text, var place)) || text.indexOf('=') < 1) {
                return list;
            }
            int equals = text.indexOf('=');
            mapping.put(text.substring(0, equals), new Scalar(text.substring(equals + 1), place));
        }
        return new Fields(mapping, list.place());
    }
}
