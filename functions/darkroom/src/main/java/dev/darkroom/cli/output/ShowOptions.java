package dev.darkroom.cli.output;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** How a single thing is written. */
public final class ShowOptions extends OutputOptions {
    /** The forms of a single thing. */
    public enum Format {
        TABLE,
        JSON,
        YAML,
        VALUE,
        SHELL;

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
            names = "--prefix",
            paramLabel = "TEXT",
            defaultValue = "",
            description = "With -f shell: put this before each name.")
    private String prefix;

    /**
     * @param fields name to value, in the order in which they are shown
     * @throws UnknownColumnException when a field is asked for that is not there
     */
    public String write(Map<String, Object> fields) {
        Rows one = new Rows(
                        List.copyOf(fields.keySet()),
                        List.of(Rows.line(fields.values().toArray())))
                .only(columns());
        List<Object> values = one.lines().getFirst();
        return switch (format) {
            case TABLE -> Table.of(turned(one), maxWidth());
            case JSON -> Documents.json(one.objects().getFirst(), indented());
            case YAML -> Documents.yaml(one.objects().getFirst());
            case VALUE ->
                values.stream().map(value -> Values.word(value) + "\n").collect(Collectors.joining());
            case SHELL -> shell(one);
        };
    }

    private static Rows turned(Rows one) {
        var lines = new ArrayList<List<Object>>();
        for (int i = 0; i < one.columns().size(); i++) {
            lines.add(Rows.line(one.columns().get(i), one.lines().getFirst().get(i)));
        }
        return new Rows(List.of("Field", "Value"), lines);
    }

    private String shell(Rows one) {
        var text = new StringBuilder();
        one.objects()
                .getFirst()
                .forEach((name, value) -> text.append(prefix)
                        .append(name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_]", "_"))
                        .append("=\"")
                        .append(Values.text(value).replaceAll("([\\\\\"$`])", "\\\\$1"))
                        .append("\"\n"));
        return text.toString();
    }
}
