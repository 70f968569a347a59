package dev.darkroom.serve;

import java.io.IOException;

/** The server could not start; the message says why and what to do, in a sentence. */
public final class ServerNotStartedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    ServerNotStartedException(String message, Throwable cause) {
        super(message, cause);
    }

    static ServerNotStartedException heldBy(DataDirectory data) {
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
