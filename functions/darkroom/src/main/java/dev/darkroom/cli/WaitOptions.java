package dev.darkroom.cli;

import dev.darkroom.cli.sync.Patience;
import java.time.Duration;
import java.util.function.LongSupplier;
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
                            + " ${DEFAULT-VALUE} by default.")
    private int attempts;

    /** Null: as long as it takes. */
    Duration timeout() {
        return timeout;
    }

    Patience patience(LongSupplier nanos) {
        if (attempts < 0) {
            throw CommandException.usage("--attempts must not be negative but is " + attempts);
        }
        return new Patience(attempts, nanos);
    }
}
