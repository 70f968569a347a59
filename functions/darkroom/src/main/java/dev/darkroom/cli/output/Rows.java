package dev.darkroom.cli.output;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * An answer of many lines.
 *
 * @param columns their headings
 * @param lines   texts, numbers, truths, lists and maps, one for each column; null where there is none
 */
public record Rows(List<String> columns, List<List<Object>> lines) {
    public Rows {
        columns = List.copyOf(columns);
        lines = List.copyOf(lines);
    }

    /** A line; unlike {@link List#of()} it may hold nulls. */
    public static List<Object> line(Object... values) {
        return Collections.unmodifiableList(new ArrayList<>(java.util.Arrays.asList(values)));
    }

    /**
     * Only these columns, in the order in which they are here; all of them when none is named.
     *
     * @throws UnknownColumnException when one is not here
     */
    Rows only(List<String> names) {
        if (names.isEmpty()) {
            return this;
        }
        List<Integer> kept = names.stream().map(this::index).sorted().distinct().toList();
        return new Rows(
                kept.stream().map(columns::get).toList(),
                lines.stream()
                        .map(line -> line(kept.stream().map(line::get).toArray()))
                        .toList());
    }

    /** In the order of these columns, the first one first; numbers by value, what is null last. */
    Rows sortedBy(List<String> names) {
        return names.stream()
                .map(this::by)
                .reduce(Comparator::thenComparing)
                .map(order -> new Rows(columns, lines.stream().sorted(order).toList()))
                .orElse(this);
    }

    /** Each line as column to value, in the order of the columns. */
    List<Map<String, Object>> objects() {
        return lines.stream().map(this::object).toList();
    }

    private Map<String, Object> object(List<Object> line) {
        var object = new LinkedHashMap<String, Object>();
        for (int i = 0; i < line.size(); i++) {
            object.put(columns.get(i), line.get(i));
        }
        return object;
    }

    private Comparator<List<Object>> by(String name) {
        int index = index(name);
        return Comparator.comparing(line -> line.get(index), Comparator.nullsLast(Rows::compare));
    }

    private static int compare(Object a, Object b) {
        return a instanceof Number x && b instanceof Number y
                ? Double.compare(x.doubleValue(), y.doubleValue())
                : Values.text(a).compareTo(Values.text(b));
    }

    private int index(String name) {
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).toLowerCase(Locale.ROOT).equals(name.toLowerCase(Locale.ROOT))) {
                return i;
            }
        }
        throw new UnknownColumnException(name, columns);
    }
}
