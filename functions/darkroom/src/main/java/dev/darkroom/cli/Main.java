package dev.darkroom.cli;

import dev.darkroom.events.Reasons;
import dev.darkroom.fetch.origin.CloseNotify;
import java.io.IOException;
import java.util.function.LongSupplier;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;

/** Runs a command. */
public final class Main {
    /** What {@code strerror} says of EPIPE; the JDK passes on nothing else. */
    private static final String BROKEN_PIPE = "Broken pipe";

    private Main() {}

    /** @return the exit code: 0 well, 1 it failed, 2 wrong usage, 130 stopped, 141 nobody reads the output */
    public static int run(String[] arguments) {
        return run(Console.system(), arguments);
    }

    static int run(Console console, String... arguments) {
        return run(console, System::nanoTime, arguments);
    }

    /** @param nanos a clock that only runs forward */
    static int run(Console console, LongSupplier nanos, String... arguments) {
        CloseNotify.require();
        var options = new GlobalOptions();
        var session = new Session(console, options, nanos);
        CommandLine commands = Commands.of(session, options);
        int code = commands.execute(arguments);
        return console.out().failure().map(e -> unwritten(console, e)).orElse(code);
    }

    /** Who has closed a pipe has read what he wanted, and needs no words. */
    private static int unwritten(Console console, IOException e) {
        if (BROKEN_PIPE.equals(e.getMessage())) {
            return Exits.BROKEN_PIPE;
        }
        console.say("the output could not be written: " + Reasons.of(e));
        return ExitCode.SOFTWARE;
    }
}
