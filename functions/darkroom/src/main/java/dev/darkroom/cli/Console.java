package dev.darkroom.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/**
 * What a command is run from.
 *
 * @param out         data, and nothing else
 * @param err         everything else
 * @param environment environment variables
 */
record Console(DataStream out, PrintStream err, Map<String, String> environment) {
    /** Help needs as much for its columns. */
    private static final int NARROWEST = 60;

    /** The one of this process. */
    static Console system() {
        return new Console(
                DataStream.to(new FileOutputStream(FileDescriptor.out)),
                new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8),
                System.getenv());
    }

    /** How wide it is, where somebody says so. */
    Optional<Integer> columns() {
        return Optional.ofNullable(environment.get("COLUMNS"))
                .filter(columns -> columns.matches("[1-9]\\d{1,3}"))
                .map(columns -> Math.max(Integer.parseInt(columns), NARROWEST));
    }

    /** Says something to people. */
    void say(String words) {
        err.println("darkroom: " + words);
    }
}
