package dev.darkroom.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.util.Optional;

/**
 * That whoever read what is written has closed the pipe. Java has no more of that than the system's words, which are in the
 * language of the user: so they are compared with those that such a pipe gives.
 */
final class BrokenPipe {
    private BrokenPipe() {}

    /** Whether this is why something could not be written. */
    static boolean is(IOException failure) {
        return words().filter(words -> words.equals(failure.getMessage())).isPresent();
    }

    private static Optional<String> words() {
        try {
            Pipe pipe = Pipe.open();
            try (var sink = pipe.sink()) {
                pipe.source().close();
                sink.write(ByteBuffer.allocate(1));
            }
            return Optional.empty();
        } catch (IOException e) {
            return Optional.ofNullable(e.getMessage());
        }
    }
}
