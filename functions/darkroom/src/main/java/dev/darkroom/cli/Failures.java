package dev.darkroom.cli;

import dev.darkroom.cli.ask.UnansweredException;
import dev.darkroom.cli.output.UnknownColumnException;
import dev.darkroom.events.Reasons;
import dev.darkroom.registry.query.QueryException;
import dev.darkroom.serve.settings.ServerNotStartedException;
import java.io.IOException;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says in a sentence why a command has ended. */
final class Failures implements IExecutionExceptionHandler, IParameterExceptionHandler {
    private final Session session;

    Failures(Session session) {
        this.session = session;
    }

    @Override
    public int handleParseException(ParameterException e, String[] arguments) {
        String command = e.getCommandLine().getCommandSpec().qualifiedName();
        boolean early = e instanceof UnmatchedArgumentException given
                && given.isUnknownOption()
                && e.getCommandLine().getParent() == null;
        session.console()
                .say(e.getMessage() + (early ? "; what is an option of a command belongs behind it" : "") + "; `"
                        + command + " --help` shows what there is");
        trace(e);
        return ExitCode.USAGE;
    }

    @Override
    public int handleExecutionException(Exception e, CommandLine command, ParseResult arguments) {
        if (e instanceof InterruptedException || session.stopping()) {
            return Exits.INTERRUPTED;
        }
        session.console().say(sentence(e));
        trace(e);
        return exitCode(e);
    }

    private static int exitCode(Exception e) {
        return switch (e) {
            case CommandException command -> command.exitCode();
            case ServerNotStartedException server when server.wrongSetting() -> ExitCode.USAGE;
            case UnknownColumnException column -> ExitCode.USAGE;
            default -> ExitCode.SOFTWARE;
        };
    }

    private static String sentence(Exception e) {
        return switch (e) {
            case CommandException known -> known.getMessage();
            case ServerNotStartedException known -> known.getMessage();
            case UnansweredException known -> known.getMessage();
            case UnknownColumnException known -> known.getMessage();
            case QueryException known -> known.getMessage();
            case IOException file -> Reasons.of(file);
            default -> "an unforeseen failure: " + Reasons.of(e) + " (-v shows where)";
        };
    }

    private void trace(Exception e) {
        if (session.options().verbose()) {
            e.printStackTrace(session.console().err());
        }
    }
}
