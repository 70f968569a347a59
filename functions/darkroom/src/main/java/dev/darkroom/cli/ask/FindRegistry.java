package dev.darkroom.cli.ask;

import dev.darkroom.serve.data.DataDirectory;
import java.io.IOException;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/** Finds who can be asked about a data directory. */
public final class FindRegistry {
    private final DataDirectory data;
    private final SSLContext trusted;
    private final Deadline deadline;

    /**
     * @param trusted  which certificates its owner may show; null: those that the JDK trusts
     * @param deadline begins with the first question; none takes much longer
     */
    public FindRegistry(DataDirectory data, SSLContext trusted, Deadline deadline) {
        this.data = data;
        this.trusted = trusted;
        this.deadline = deadline;
    }

    /** The Darkroom that has it, if one runs; it says in it which token it wants. */
    public Optional<HttpRegistry> running() throws InterruptedException {
        try {
            return data.running()
                    .map(process -> new HttpRegistry(
                            Exchange.here(process.http(), new Credentials(process.token(), trusted), deadline),
                            process.forOneCommand()));
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    /** A running Darkroom, or else the data directory; empty when nothing was ever done in it. */
    public Optional<Registry> any() throws InterruptedException {
        while (true) {
            Optional<HttpRegistry> running = running();
            if (running.isPresent() || !data.hasRegistry()) {
                return running.map(registry -> registry);
            }
            try {
                Optional<DataDirectory.Hold> hold = data.holdToRead();
                if (hold.isPresent()) {
                    return Optional.of(lastLeft(hold.get()));
                }
            } catch (IOException e) {
                throw unusable(e);
            }
            // Somebody has begun in between.
        }
    }

    /** The hold ends with what holds it, or at once when that cannot be: else this very process could not start. */
    private DataRegistry lastLeft(DataDirectory.Hold hold) throws IOException {
        try {
            return new DataRegistry(data, hold);
        } catch (RuntimeException e) {
            try (hold) {
                throw e;
            }
        }
    }

    private UnansweredException unusable(IOException e) {
        return UnansweredException.terminal(data.unusable(e), e);
    }
}
