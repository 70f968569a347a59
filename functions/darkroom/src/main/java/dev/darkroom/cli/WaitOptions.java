package dev.darkroom.cli;

import dev.darkroom.cli.ask.HttpRegistry;
import dev.darkroom.cli.ask.Outage;
import dev.darkroom.cli.progress.Displays;
import dev.darkroom.cli.sync.AwaitImages;
import dev.darkroom.cli.sync.Display;
import dev.darkroom.cli.sync.Outcome;
import dev.darkroom.cli.sync.Patience;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import picocli.CommandLine.Option;

/** How long a command waits. */
final class WaitOptions {
    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            description = "Wait at most so long: 90s, 10m, 2h. By default as long as it takes.")
    private Duration timeout;

    @Option(
            names = "--attempts",
            paramLabel = "NUMBER",
            defaultValue = "3",
            description =
                    "Wait no longer for an image that has failed so often in a way that may pass; 0 waits for ever."
                            + " What lacks room does not count while others get on, and a target that cannot be"
                            + " reached is waited for two minutes. ${DEFAULT-VALUE} by default.")
    private int attempts;

    /** Null: as long as it takes. */
    Duration timeout() {
        return timeout;
    }

    /** What goes wrong from now on counts. */
    Patience patience() {
        if (attempts < 0) {
            throw CommandException.usage("--attempts must not be negative but is " + attempts);
        }
        return new Patience(attempts, System::nanoTime);
    }

    /** How long a Darkroom may not answer. */
    Outage outage() {
        boolean sooner = timeout != null && timeout.compareTo(Outage.LONGEST) < 0;
        return new Outage(sooner ? timeout : Outage.LONGEST, System::nanoTime);
    }

    /** Waits, and shows on standard error how far it is. */
    List<Outcome> await(
            Session session,
            HttpRegistry registry,
            Patience patience,
            Outage outage,
            Collection<String> keys,
            Collection<String> targets)
            throws InterruptedException {
        try (Display display = Displays.of(session.console().err(), System::nanoTime)) {
            session.onStop(display::close); // Leaves the terminal as it was found.
            return new AwaitImages(registry, patience, outage, display, System::nanoTime)
                    .await(keys, targets, session.deadline());
        }
    }
}
