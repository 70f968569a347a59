package dev.darkroom.cli;

import dev.darkroom.cli.document.DocumentSource;
import dev.darkroom.events.FailureException;
import dev.darkroom.events.SourceUri;
import dev.darkroom.fetch.origin.ReadText;
import dev.darkroom.fetch.policy.OriginsConfig;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;

/** Brings documents from URLs, from where images may come, too. */
final class WebDocuments implements DocumentSource {
    private static final Duration DEADLINE = Duration.ofMinutes(2);

    private final Session session;

    WebDocuments(Session session) {
        this.session = session;
    }

    @Override
    public String read(String location) throws IOException {
        OriginsConfig origins = session.settings().group(OriginsConfig.class);
        try {
            return new ReadText(origins, Clock.systemUTC(), DEADLINE).read(SourceUri.parse(location));
        } catch (FailureException | IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
    }
}
