package dev.darkroom.cli.output;

import java.util.Locale;

/** Which fields of CSV are put in quotes. */
public enum Quote {
    ALL,
    MINIMAL,
    NONE,
    NONNUMERIC;

    String apply(Object value) {
        String text = Values.text(value);
        boolean quoted = switch (this) {
            case ALL -> true;
            case MINIMAL -> text.matches("(?s).*[\",\\r\\n].*");
            case NONE -> false;
            case NONNUMERIC -> !(value instanceof Number);
        };
        return quoted ? '"' + text.replace("\"", "\"\"") + '"' : text;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
