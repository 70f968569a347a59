package dev.darkroom.cli.output;

import dev.darkroom.events.Texts;
import java.util.List;

/** A column was asked for that an answer does not have; the message names those that it has. */
public final class UnknownColumnException extends RuntimeException {
    private static final long serialVersionUID = 1;

    UnknownColumnException(String name, List<String> columns) {
        super("there is no column " + Texts.quote(name) + "; there are: " + String.join(", ", columns));
    }
}
