package dev.darkroom.serve;

import io.smallrye.config.ConfigValidationException;
import java.io.IOException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The server could not start; the message says why and what to do, in a sentence. */
public final class ServerNotStartedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final boolean wrongSetting;

    ServerNotStartedException(String message, Throwable cause) {
        this(message, cause, false);
    }

    private ServerNotStartedException(String message, Throwable cause, boolean wrongSetting) {
        super(message, cause);
        this.wrongSetting = wrongSetting;
    }

    /** Whether a setting is unknown or wrong, so that it is the user's to mend. */
    public boolean wrongSetting() {
        return wrongSetting;
    }

    static ServerNotStartedException because(Throwable failure) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (each instanceof ConfigValidationException wrong) {
                return new ServerNotStartedException(
                        IntStream.range(0, wrong.getProblemCount())
                                .mapToObj(i -> wrong.getProblem(i).getMessage().replaceFirst("^SRCFG\\d+: ", ""))
                                .map(problem ->
                                        problem.replace("does not map to any root", "is not a setting of Darkroom"))
                                .collect(Collectors.joining("\n", "wrong settings:\n", "")),
                        failure,
                        true);
            }
        }
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return new ServerNotStartedException("Darkroom did not start: " + root.getMessage(), failure);
    }

    static ServerNotStartedException heldBy(DataDirectory data) throws InterruptedException {
        String holder;
        try {
            holder = data.running()
                    .map(process -> "process " + process.pid() + ", which answers at " + process.http())
                    .orElse("another process that is starting or stopping");
        } catch (IOException e) {
            holder = "another process (" + e.getMessage() + ")";
        }
        return new ServerNotStartedException(
                "the data directory " + data.root() + " is held by " + holder
                        + ": use that one, stop it, or choose another directory with --data",
                null);
    }
}
