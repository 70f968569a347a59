package dev.darkroom.cli;

import dev.darkroom.cli.ask.HttpRegistry;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Parameters;

/** {@code darkroom target retire}. */
@Command(
        name = "retire",
        description = {
            "Says that nobody publishes to a target any more: images no longer wait for it. What is there stays, with its IDs.",
            "One that the running process publishes to is refused: start that without it. Another uploader that serves it all the",
            "same says so when it starts, or within a day."
        },
        footer = {"", "Example:", "  darkroom target retire oldcloud"})
final class TargetRetireCommand implements Callable<Integer> {
    private final Session session;

    @Parameters(paramLabel = "TARGET", description = "Its name, as `darkroom target list` shows it.")
    private String name;

    TargetRetireCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws InterruptedException {
        try (HttpRegistry registry = session.running()) {
            registry.retire(name);
        }
        session.console().say(name + " is retired: no image waits for it");
        return ExitCode.OK;
    }
}
