package dev.darkroom.serve.messaging;

import dev.darkroom.wire.Cause;
import dev.darkroom.wire.EventDeserializer;
import io.smallrye.reactive.messaging.IncomingInterceptor;
import io.smallrye.reactive.messaging.kafka.api.IncomingKafkaRecordMetadata;
import io.smallrye.reactive.messaging.providers.locals.LocalContextMetadata;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.reactive.messaging.Message;

/**
 * Keeps, while a record is worked on, which event it was: what is published meanwhile was caused by it. SmallRye gives
 * every record a Vert.x context of its own, and runs the function on it.
 */
@ApplicationScoped
public class CauseOfMessage implements IncomingInterceptor {

    @Override
    public Message<?> afterMessageReceive(Message<?> message) {
        message.getMetadata(IncomingKafkaRecordMetadata.class).ifPresent(record -> {
            Cause cause = Cause.of(name -> EventDeserializer.attribute(record.getHeaders(), name));
            message.getMetadata(LocalContextMetadata.class)
                    .ifPresent(local -> local.context().putLocal(Cause.class, cause));
        });
        return message;
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
