package dev.darkroom.cli.output;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Rows in a frame of {@code +}, {@code -} and {@code |}. */
final class Table {
    /** No column is made narrower than this for the sake of the others. */
    private static final int NARROWEST = 12;

    private final List<String[]> lines = new ArrayList<>();
    private final int[] widths;

    private Table(Rows rows, int maxWidth) {
        lines.add(rows.columns().toArray(String[]::new));
        rows.lines().forEach(line -> lines.add(line.stream().map(Values::text).toArray(String[]::new)));
        widths = new int[rows.columns().size()];
        for (String[] line : lines) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], longest(line[i]));
            }
        }
        if (maxWidth > 0) {
            shrink(maxWidth);
        }
    }

    /** @param maxWidth of a line, in characters; wider columns are wrapped. 0: as wide as it comes */
    static String of(Rows rows, int maxWidth) {
        var table = new Table(rows, maxWidth);
        var text = new StringBuilder();
        table.frame(text);
        for (int i = 0; i < table.lines.size(); i++) {
            table.line(text, table.lines.get(i));
            if (i == 0) {
                table.frame(text);
            }
        }
        if (table.lines.size() > 1) {
            table.frame(text);
        }
        return text.toString();
    }

    private void shrink(int maxWidth) {
        int frame = 3 * widths.length + 1;
        while (Arrays.stream(widths).sum() + frame > maxWidth) {
            int widest = 0;
            for (int i = 1; i < widths.length; i++) {
                widest = widths[i] > widths[widest] ? i : widest;
            }
            if (widths[widest] <= NARROWEST) {
                return;
            }
            widths[widest]--;
        }
    }

    private void frame(StringBuilder text) {
        for (int width : widths) {
            text.append('+').append("-".repeat(width + 2));
        }
        text.append("+\n");
    }

    private void line(StringBuilder text, String[] values) {
        List<List<String>> cells = new ArrayList<>();
        int height = 1;
        for (int i = 0; i < widths.length; i++) {
            List<String> cell = wrap(values[i], widths[i]);
            cells.add(cell);
            height = Math.max(height, cell.size());
        }
        for (int row = 0; row < height; row++) {
            for (int i = 0; i < widths.length; i++) {
                String part = row < cells.get(i).size() ? cells.get(i).get(row) : "";
                text.append("| ").append(part).append(" ".repeat(widths[i] - part.length() + 1));
            }
            text.append("|\n");
        }
    }

    /** Breaks at spaces where there are any. */
    private static List<String> wrap(String value, int width) {
        var parts = new ArrayList<String>();
        for (String line : value.split("\n", -1)) {
            String rest = line;
            while (rest.length() > width) {
                int space = rest.lastIndexOf(' ', width);
                int end = space > 0 ? space : width;
                parts.add(rest.substring(0, end));
                rest = rest.substring(space > 0 ? end + 1 : end);
            }
            parts.add(rest);
        }
        return parts;
    }

    private static int longest(String value) {
        return value.lines().mapToInt(String::length).max().orElse(0);
    }
}
