package dev.darkroom.cli;

import java.util.List;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi.Text;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Help in which names of files, settings and hosts stay in one piece: Java would break lines within them. */
final class WholeNames extends Help {
    /** Behind each of these a line may be broken. */
    private static final String BREAKING = "./:";

    /** Letters that stand for them meanwhile, and that no text of ours has. */
    private static final String LETTERS = "\u00fe\u00f0\u00f8";

    WholeNames(CommandSpec command, ColorScheme colours) {
        super(command, colours);
    }

    @Override
    public Layout createDefaultLayout(
            List<OptionSpec> options, List<PositionalParamSpec> parameters, ColorScheme colours) {
        Layout usual = super.createDefaultLayout(options, parameters, colours);
        return new Layout(
                colours,
                new Table(colours, usual.textTable().columns()),
                usual.optionRenderer(),
                usual.parameterRenderer());
    }

    private static String put(String text, String from, String to) {
        String put = text;
        for (int i = 0; i < from.length(); i++) {
            put = put.replace(from.charAt(i), to.charAt(i));
        }
        return put;
    }

    private static final class Table extends TextTable {
        private final ColorScheme colours;

        Table(ColorScheme colours, Column... columns) {
            super(colours, columns);
            this.colours = colours;
        }

        @Override
        public Cell putValue(int row, int column, Text value) {
            boolean wraps = columns()[column].overflow == Column.Overflow.WRAP && value != null;
            return super.putValue(
                    row, column, wraps ? colours.text(put(value.plainString(), BREAKING, LETTERS)) : value);
        }

        @Override
        public StringBuilder toString(StringBuilder text) {
            return text.append(put(super.toString(new StringBuilder()).toString(), LETTERS, BREAKING));
        }
    }
}
