package dev.darkroom.cli.output;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Values as text. */
final class Values {
    private Values() {}

    /** As a line of {@code -f value} holds it: a word for nothing, too, so that what is behind it stays in its place. */
    static String word(Object value) {
        return value == null ? "None" : text(value);
    }

    /** A map as {@code a='1', b='2'}, a list as {@code a, b}, nothing as an empty text. */
    static String text(Object value) {
        return switch (value) {
            case null -> "";
            case Map<?, ?> map ->
                map.entrySet().stream()
                        .map(entry -> entry.getKey() + "='" + text(entry.getValue()) + "'")
                        .collect(Collectors.joining(", "));
            case List<?> list -> list.stream().map(Values::text).collect(Collectors.joining(", "));
            default -> value.toString();
        };
    }
}
