package dev.darkroom.cli.output;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** How a list is written. */
public final class ListOptions extends OutputOptions {
    /** The forms of a list. */
    public enum Format {
        TABLE,
        JSON,
        YAML,
        VALUE,
        CSV;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Option(
            names = {"-f", "--format"},
            paramLabel = "FORMAT",
            defaultValue = "table",
            description = "One of ${COMPLETION-CANDIDATES}; ${DEFAULT-VALUE} by default.")
    private Format format;

    @Option(
            names = "--sort-column",
            paramLabel = "COLUMN",
            description = "Sort by this column; may be given several times.")
    private List<String> sort = new ArrayList<>();

    @Option(
            names = "--quote",
            paramLabel = "WHICH",
            defaultValue = "nonnumeric",
            description = "With -f csv: one of ${COMPLETION-CANDIDATES}; ${DEFAULT-VALUE} by default.")
    private Quote quote;

    /** As a table, as wide as it comes. */
    public static String table(Rows rows) {
        return Table.of(rows, 0);
    }

    /** As lines of values. */
    public static String value(Rows rows) {
        return lines(rows.lines(), Values::word, " ");
    }

    /** @throws UnknownColumnException when a column is asked for that is not there */
    public String write(Rows all) {
        Rows rows = all.sortedBy(sort).only(columns());
        return switch (format) {
            case TABLE -> Table.of(rows, maxWidth());
            case JSON -> Documents.json(rows.objects(), indented());
            case YAML -> Documents.yaml(rows.objects());
            case VALUE -> value(rows);
            case CSV -> csv(rows);
        };
    }

    private String csv(Rows rows) {
        var all = new ArrayList<List<Object>>();
        all.add(List.copyOf(rows.columns()));
        all.addAll(rows.lines());
        return lines(all, quote::apply, ",");
    }

    private static String lines(List<List<Object>> lines, Function<Object, String> word, String separator) {
        return lines.stream()
                .map(line -> line.stream().map(word).collect(Collectors.joining(separator)) + "\n")
                .collect(Collectors.joining());
    }
}
