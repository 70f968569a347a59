package dev.darkroom.cli.ask;

import dev.darkroom.events.Reasons;
import dev.darkroom.serve.data.DataDirectory;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;

/** Finds who can be asked. */
public final class FindRegistry {
    private final DataDirectory data;
    private final URI elsewhere;
    private final Credentials credentials;

    /**
     * @param data        may be null where {@code elsewhere} is not
     * @param elsewhere   the address of a running Darkroom; null: whoever has the data directory
     * @param credentials how one elsewhere is asked; who has the data directory says in it what one here wants
     */
    public FindRegistry(DataDirectory data, URI elsewhere, Credentials credentials) {
        this.data = data;
        this.elsewhere = elsewhere;
        this.credentials = credentials;
    }

    /**
     * The one in this process.
     *
     * @param token null: it wants none
     */
    public static HttpRegistry at(URI http, String token) {
        return new HttpRegistry(Exchange.here(http, new Credentials(token, null)), false);
    }

    /** A running Darkroom, if there is one. */
    public Optional<HttpRegistry> running() throws InterruptedException {
        if (elsewhere != null) {
            return Optional.of(new HttpRegistry(Exchange.anywhere(elsewhere, credentials), false));
        }
        try {
            return data.running()
                    .map(process -> new HttpRegistry(
                            Exchange.here(process.http(), new Credentials(process.token(), credentials.trusted())),
                            process.passing()));
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
        return UnansweredException.lasting(
                "the data directory " + data.root() + " cannot be used: " + Reasons.of(e), e);
    }
}
