package dev.darkroom.events;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Trees of maps, lists and scalars, as documents have them. */
final class Trees {
    private Trees() {}

    /** An unmodifiable copy in which every map is in order of its keys, so that equal trees have equal text; null is empty. */
    static Map<String, Object> sorted(Map<?, ?> map) {
        var sorted = new TreeMap<String, Object>();
        if (map != null) {
            map.forEach((key, value) -> sorted.put(String.valueOf(key), copy(value)));
        }
        return Collections.unmodifiableMap(sorted);
    }

    private static Object copy(Object value) {
        return switch (value) {
            case Map<?, ?> map -> sorted(map);
            case List<?> list -> {
                var copies = new ArrayList<Object>();
                list.forEach(each -> copies.add(copy(each)));
                yield Collections.unmodifiableList(copies);
            }
            case null, default -> value;
        };
    }
}
