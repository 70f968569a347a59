package dev.darkroom.events;

import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The rules that many fields of records share. Each names the field as it is called in events. */
final class Fields {
    /** Once an hour for a century. A number that nobody can have asked up to is a mistake. */
    private static final int MOST_ATTEMPTS = 1_000_000;

    private Fields() {}

    static <T> T require(String field, T value) {
        if (value == null) {
            throw new IllegalArgumentException(field + " is missing");
        }
        return value;
    }

    static void requireNotNegative(String field, long value) {
        if (value < 0) {
            throw new IllegalArgumentException(field + " must not be negative but is " + value);
        }
    }

    static void requireAttempt(int attempt) {
        requireNotNegative("attempt", attempt);
        if (attempt > MOST_ATTEMPTS) {
            throw new IllegalArgumentException("attempt must be at most " + MOST_ATTEMPTS + " but is " + attempt);
        }
    }

    static void require(String field, Digest value, Digest.Algorithm algorithm) {
        if (require(field, value).algorithm() != algorithm) {
            throw new IllegalArgumentException(field + " must be a " + algorithm + " but is " + value);
        }
    }

    /** The value that is called so. @throws IllegalArgumentException naming the field, what there is, and the value */
    static <E extends Enum<E>> E oneOf(String field, E[] values, String label) {
        for (E value : values) {
            if (value.toString().equals(label)) {
                return value;
            }
        }
        String known = Arrays.stream(values).map(Object::toString).collect(Collectors.joining(", "));
        throw new IllegalArgumentException(field + " must be one of " + known + " but is " + UrlSecrets.quote(label));
    }

    /** An unmodifiable copy in order and without repetitions, so that equal sets make equal fields. */
    static <T extends Comparable<T>> List<T> sorted(String field, Collection<T> values) {
        if (require(field, values).stream().anyMatch(Objects::isNull)) {
            throw new IllegalArgumentException(field + " must not hold null");
        }
        return List.copyOf(new TreeSet<>(values));
    }

    /** An unmodifiable copy in order of its keys. */
    static <K extends Comparable<K>, V> SortedMap<K, V> sorted(String field, Map<K, V> values) {
        require(field, values).forEach((key, value) -> require(field + "." + key, value));
        return Collections.unmodifiableSortedMap(new TreeMap<>(values));
    }
}
