package dev.darkroom.cli;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Where data is printed; it keeps why that failed, which a {@link PrintStream} does not. */
final class DataStream extends PrintStream {
    private final Watched watched;

    private DataStream(Watched watched) {
        super(watched, false, StandardCharsets.UTF_8); // UTF-8 whatever the locale: data must not lose characters.
        this.watched = watched;
    }

    static DataStream to(OutputStream out) {
        return new DataStream(new Watched(out));
    }

    /** Why not all that was printed so far has been written; empty when it has. */
    Optional<IOException> failure() {
        flush();
        return Optional.ofNullable(watched.failure);
    }

    /** Passes on what is written. */
    private static final class Watched extends FilterOutputStream {
        private IOException failure;

        private Watched(OutputStream out) {
            super(out);
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            try {
                out.write(bytes, from, length);
            } catch (IOException e) {
                failure = e;
                throw e;
            }
        }
    }
}
