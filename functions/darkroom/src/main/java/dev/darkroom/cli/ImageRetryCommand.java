package dev.darkroom.cli;

import dev.darkroom.cli.ask.HttpRegistry;
import dev.darkroom.cli.ask.UnansweredException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Parameters;

/** {@code darkroom image retry}. */
@Command(
        name = "retry",
        description =
                "Has images that have failed tried again at once, when somebody has mended the cause. Where they are"
                        + " ready, repairs what somebody has changed by hand: their metadata, or that they are gone.",
        footer = {
            "",
            "Example:",
            "  darkroom image retry debian_12_20260801",
            "  darkroom image wait debian_12_20260801"
        })
final class ImageRetryCommand implements Callable<Integer> {
    private final Session session;

    @Parameters(paramLabel = "KEY", arity = "1..*", description = "Keys, or aliases that point at them.")
    private List<String> names;

    ImageRetryCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws InterruptedException {
        int refused = 0;
        try (HttpRegistry registry = session.running()) {
            for (String name : names) {
                try {
                    registry.retry(name);
                    session.console().say(name + " is tried again");
                } catch (UnansweredException e) {
                    if (e.code().isEmpty()) {
                        throw e;
                    }
                    session.console().say(e.getMessage()); // The others may be tried again all the same.
                    refused++;
                }
            }
        }
        return refused == 0 ? ExitCode.OK : ExitCode.SOFTWARE;
    }
}
