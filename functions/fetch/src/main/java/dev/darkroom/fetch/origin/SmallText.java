package dev.darkroom.fetch.origin;

import dev.darkroom.events.ByteSize;
import dev.darkroom.events.FailureCode;
import dev.darkroom.events.FailureException;
import dev.darkroom.events.SourceUri;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Reads texts that fit into memory, whole or not at all. */
public final class SmallText {
    private final Origin origin;
    private final String field;
    private final ByteSize most;

    /**
     * @param field what names the texts, for messages
     * @param most  bytes that a text may have
     */
    public SmallText(Origin origin, String field, ByteSize most) {
        this.origin = origin;
        this.field = field;
        this.most = most;
    }

    /** @throws FailureException when it cannot be had in time, is too long, or may be a part only, which could mean less */
    String read(SourceUri source, RetryPolicy retry, Deadline deadline) {
        return new String(bytes(source, retry, deadline, true), StandardCharsets.UTF_8);
    }

    /** As it came: what is signed must not be decoded before. A part of what hashes or signs proves nothing more than it. */
    public byte[] bytes(SourceUri source, RetryPolicy retry, Deadline deadline) {
        return bytes(source, retry, deadline, false);
    }

    private byte[] bytes(SourceUri source, RetryPolicy retry, Deadline deadline, boolean all) {
        while (true) {
            try (Origin.Answer answer = origin.open(Origin.Ask.whole(source, field, deadline))) {
                if (all) {
                    answer.requireEnd(source);
                }
                return read(source, answer, deadline);
            } catch (IOException e) {
                retry.endure(source, e);
            }
        }
    }

    private byte[] read(SourceUri source, Origin.Answer answer, Deadline deadline) throws IOException {
        if (answer.kind() != Origin.Kind.WHOLE) {
            throw OriginTrouble.parts();
        }
        var text = new ByteArrayOutputStream();
        byte[] buffer = new byte[8192];
        while (true) {
            long since = System.nanoTime();
            int read = answer.body().read(buffer, 0, buffer.length);
            if (read < 0) {
                return text.toByteArray();
            }
            text.write(buffer, 0, read);
            deadline.came(source, read, System.nanoTime() - since);
            if (text.size() > most.bytes()) {
                throw new FailureException(
                        FailureCode.LIMIT_EXCEEDED,
                        source + " is larger than " + most + ": that is no text of its kind");
            }
            deadline.require(source, Duration.ZERO);
        }
    }
}
