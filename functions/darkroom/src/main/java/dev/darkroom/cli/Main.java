package dev.darkroom.cli;

import dev.darkroom.events.Reasons;
import java.io.IOException;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;

/** Runs a command. */
public final class Main {
    /** What Java knows of EPIPE. */
    private static final String BROKEN_PIPE = "broken pipe";

    private Main() {}

    /** @return the exit code: 0 well, 1 it failed, 2 wrong usage, 130 stopped, 141 nobody reads the output */
    public static int run(String[] arguments) {
        return run(Console.system(), arguments);
    }

    static int run(Console console, String... arguments) {
        var options = new GlobalOptions();
        var session = new Session(console, options);
        CommandLine commands = Commands.of(session, options);
        int code = commands.execute(arguments);
        return console.out().failure().map(e -> unwritten(console, e)).orElse(code);
    }

    /** Who has closed a pipe has read what he wanted, and needs no words. */
    private static int unwritten(Console console, IOException e) {
        String why = Reasons.of(e);
        if (why.toLowerCase(Locale.ROOT).contains(BROKEN_PIPE)) {
            return Exits.BROKEN_PIPE;
        }
        console.say("the output could not be written: " + why);
        return ExitCode.SOFTWARE;
    }
}
