package dev.darkroom.cli.output;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** What lists and single things have in common. */
abstract class OutputOptions {
    @Option(
            names = {"-c", "--column"},
            paramLabel = "COLUMN",
            description = "Show this column only; may be given several times.")
    private List<String> columns = new ArrayList<>();

    @Option(names = "--noindent", description = "With -f json: write it on one line.")
    private boolean noindent;

    @Option(
            names = "--max-width",
            paramLabel = "CHARACTERS",
            defaultValue = "0",
            description = "With -f table: wrap what is wider; 0 wraps nothing.")
    private int maxWidth;

    /** Whether a column is asked for by its name. */
    public boolean asksFor(String column) {
        return columns.stream().anyMatch(column::equalsIgnoreCase);
    }

    List<String> columns() {
        return columns;
    }

    boolean indented() {
        return !noindent;
    }

    int maxWidth() {
        return maxWidth;
    }
}
