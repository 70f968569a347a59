package dev.darkroom.cli;

import picocli.CommandLine;

/** Runs a command. */
public final class Main {
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
        console.out().flush();
        return console.out().checkError() ? Exits.BROKEN_PIPE : code;
    }
}
