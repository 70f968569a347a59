package dev.darkroom.cli;

import picocli.CommandLine.ExitCode;

/** A command ends here; the message says why and what to do. */
final class CommandException extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final int exitCode;

    private CommandException(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    /** What was asked for makes no sense. */
    static CommandException usage(String message) {
        return new CommandException(ExitCode.USAGE, message);
    }

    /** It could not be done. */
    static CommandException failed(String message) {
        return new CommandException(ExitCode.SOFTWARE, message);
    }

    int exitCode() {
        return exitCode;
    }
}
