package dev.darkroom.wire;

/** No Kafka has answered in time, not even the first question. */
public final class SilentKafkaException extends IllegalStateException {
    private static final long serialVersionUID = 1;

    SilentKafkaException(String message, Throwable cause) {
        super(message, cause);
    }
}
