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
record Console(DataStream out, PrintStream err, Map<String, String> environment) {
    /** The one of this process. */
    static Console system() {
        return new Console(
                DataStream.to(new FileOutputStream(FileDescriptor.out)),
                new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8),
                System.getenv());
    }

    /** Says something to people. */
    void say(String words) {
        err.println("darkroom: " + words);
    }
}
