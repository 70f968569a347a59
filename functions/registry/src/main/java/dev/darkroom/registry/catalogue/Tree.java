package dev.darkroom.registry.catalogue;

import dev.darkroom.events.UrlSecrets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a document or an event says, as yet unjudged, and where it says it. Closed: there is nothing else in JSON. */
public sealed interface Tree {
    Place place();

    /** As maps, lists and scalars. */
    Object plain();

    /** What it is, for people: {@code "text"} in quotes, {@code a list}, {@code a mapping}. */
    String shown();

    /** The value as complaints carry it; null when it is not a single one. */
    default String excerpt() {
        return this instanceof Scalar(Object value, Place ignored) && value != null
                ? UrlSecrets.clean(String.valueOf(value))
                : null;
    }

    /** @param value text, a number, a boolean or null */
    record Scalar(Object value, Place place) implements Tree {
        @Override
        public Object plain() {
            return value;
        }

        @Override
        public String shown() {
            return UrlSecrets.quote(value);
        }
    }

    /** A list. */
    record Items(List<Tree> items, Place place) implements Tree {
        public Items {
            items = List.copyOf(items);
        }

        @Override
        public Object plain() {
            return items.stream().map(Tree::plain).toList();
        }

        @Override
        public String shown() {
            return "a list";
        }
    }

    /** A mapping, in the order in which it is written. */
    record Fields(Map<String, Tree> fields, Place place) implements Tree {
        public static final Fields NONE = new Fields(Map.of(), Place.NONE);

        public Fields {
            fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
        }

        /** The value of a field; null when there is none, or when it is given as null, which is how a default is undone. */
        public Tree get(String field) {
            Tree value = fields.get(field);
            return isNull(value) ? null : value;
        }

        @Override
        public Map<String, Object> plain() {
            var plain = new LinkedHashMap<String, Object>();
            fields.forEach((field, value) -> {
                if (!isNull(value)) {
                    plain.put(field, value.plain());
                }
            });
            return plain;
        }

        @Override
        public String shown() {
            return "a mapping";
        }
    }

    /** Reads maps, lists and scalars as an event has them. */
    static Tree of(Object plain) {
        return switch (plain) {
            case Map<?, ?> map -> fields(map);
            case List<?> list -> {
                var items = new ArrayList<Tree>();
                list.forEach(each -> items.add(of(each)));
                yield new Items(items, Place.NONE);
            }
            case null, default -> new Scalar(plain, Place.NONE);
        };
    }

    static Fields fields(Map<?, ?> map) {
        var fields = new LinkedHashMap<String, Tree>();
        map.forEach((key, value) -> fields.put(String.valueOf(key), of(value)));
        return new Fields(fields, Place.NONE);
    }

    static boolean isNull(Tree tree) {
        return tree == null || tree instanceof Scalar(Object value, Place ignored) && value == null;
    }
}
