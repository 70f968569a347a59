package dev.darkroom.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * What a command is run from.
 *
 * @param out         data, and nothing else
 * @param err         everything else
 * @param environment environment variables
 */
record Console(PrintStream out, PrintStream err, Map<String, String> environment) {
    /** The one of this process; UTF-8 whatever the locale: data must not lose characters. */
    static Console system() {
        return new Console(
                new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8),
                new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8),
                System.getenv());
    }

    /** Says something to people. */
    void say(String words) {
        err.println("darkroom: " + words);
    }
}
