package dev.darkroom.wire;

import org.apache.kafka.common.errors.SerializationException;

/** A record is not an event of this language; the message says why. Such a record goes to the dead-letter topic. */
public final class UnreadableEventException extends SerializationException {
    private static final long serialVersionUID = 1;

    public UnreadableEventException(String message) {
        super(message);
    }

    UnreadableEventException(String message, Throwable cause) {
        super(message, cause);
    }
}
