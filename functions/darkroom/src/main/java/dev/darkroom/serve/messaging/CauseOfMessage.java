package dev.darkroom.serve.messaging;

import dev.darkroom.events.CatalogueUpdated;
import dev.darkroom.events.Texts;
import dev.darkroom.wire.Cause;
import dev.darkroom.wire.EventDeserializer;
import io.smallrye.reactive.messaging.IncomingInterceptor;
import io.smallrye.reactive.messaging.kafka.api.IncomingKafkaRecordMetadata;
import io.smallrye.reactive.messaging.providers.locals.LocalContextMetadata;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;

/**
 * Keeps, while a record is worked on, which event it was: what is published meanwhile was caused by it. SmallRye gives
 * every record a Vert.x context of its own, and runs the function on it.
 */
@ApplicationScoped
public class CauseOfMessage implements IncomingInterceptor {
    private static final Logger LOG = Logger.getLogger(CauseOfMessage.class);

    @Override
    public Message<?> afterMessageReceive(Message<?> message) {
        message.getMetadata(IncomingKafkaRecordMetadata.class).ifPresent(record -> {
            Cause cause = Cause.of(name -> EventDeserializer.attribute(record.getHeaders(), name));
            wrongKey(message.getPayload(), record.getKey()).ifPresent(LOG::warn);
            message.getMetadata(LocalContextMetadata.class)
                    .ifPresent(local -> local.context().putLocal(Cause.class, cause));
        });
        return message;
    }

    /** Kafka keeps the last record of each key: of two catalogues under one, the first is lost to who reads them anew. */
    static Optional<String> wrongKey(Object payload, Object key) {
        return payload instanceof CatalogueUpdated event && !event.recordKey().equals(key)
                ? Optional.of("catalogue " + event.recordKey() + " has come with the record key " + Texts.quote(key)
                        + " instead of " + Texts.quote(event.recordKey())
                        + ": Kafka lets the next record of that key take its place, and a registry that is made again"
                        + " would not know it")
                : Optional.empty();
    }

    @Override
    public void onMessageAck(Message<?> message) {}

    @Override
    public void onMessageNack(Message<?> message, Throwable failure) {}

    /** The event that the calling thread works on. */
    public static Cause current() {
        Context context = Vertx.currentContext();
        Cause cause = context == null ? null : context.getLocal(Cause.class);
        return cause == null ? Cause.NONE : cause;
    }
}
