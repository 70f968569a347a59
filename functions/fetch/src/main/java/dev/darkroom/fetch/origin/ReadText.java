package dev.darkroom.fetch.origin;

import dev.darkroom.events.ByteSize;
import dev.darkroom.events.FailureException;
import dev.darkroom.events.SourceUri;
import dev.darkroom.fetch.policy.OriginsConfig;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.random.RandomGenerator;
import javax.net.ssl.SSLContext;

/**
 * Reads a small text, such as a catalogue that another one includes, from where images may come from: under the same
 * policy, within limits on size and time.
 */
public final class ReadText {
    /** The most bytes that a text may have. */
    public static final ByteSize LONGEST = ByteSize.ofMiB(4);

    private static final int ATTEMPTS = 3;

    private final SmallText texts;
    private final Duration deadline;

    /**
     * @param config   what may be asked
     * @param deadline for one text, all attempts together
     */
    public ReadText(OriginsConfig config, Clock clock, Duration deadline) {
        try {
            var connector = new HttpConnector(deadline, SSLContext.getDefault());
            this.texts = new SmallText(Origins.of(config, connector, clock), "its address", LONGEST);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has a default SSL context", e);
        }
        this.deadline = deadline;
    }

    /**
     * The whole text at an {@code https:}, {@code http:} or {@code file:} URL.
     *
     * @throws FailureException with a message for people: refused by the policy, not there, too long, or not to be had
     */
    public String read(SourceUri source) {
        Deadline end = Deadline.in(deadline, "try again later, or give a copy of it as a file");
        return texts.read(source, new RetryPolicy(ATTEMPTS, Pause.SLEEP, RandomGenerator.getDefault(), end), end);
    }
}
