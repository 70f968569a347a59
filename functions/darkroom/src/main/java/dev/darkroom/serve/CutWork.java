package dev.darkroom.serve;

import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.IncomingKafkaRecord;
import io.smallrye.reactive.messaging.kafka.KafkaConnectorIncomingConfiguration;
import io.smallrye.reactive.messaging.kafka.KafkaConsumer;
import io.smallrye.reactive.messaging.kafka.fault.KafkaDeadLetterQueue;
import io.smallrye.reactive.messaging.kafka.fault.KafkaFailureHandler;
import io.vertx.mutiny.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.function.BiConsumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.microprofile.reactive.messaging.Metadata;

/**
 * Work that the stop cuts has not failed: its record is no dead letter. It stays unacknowledged, and comes again after the
 * next start.
 */
@ApplicationScoped
@Identifier(CutWork.STRATEGY)
public class CutWork implements KafkaFailureHandler.Factory {
    static final String STRATEGY = "dead-letter-queue-until-stop";
    private static final Logger MESSAGING = Logger.getLogger("io.smallrye.reactive.messaging");

    private final KafkaFailureHandler.Factory deadLetters;
    private volatile boolean stopping;

    CutWork(@Identifier(KafkaFailureHandler.Strategy.DEAD_LETTER_QUEUE) KafkaDeadLetterQueue.Factory deadLetters) {
        this.deadLetters = deadLetters;
    }

    /** Comes before anything is cut. */
    void stop(@Observes ShutdownEvent event) {
        stopping = true;
        MESSAGING.setLevel(Level.OFF); // It would report each piece of work that is cut, with a stack trace.
    }

    @Override
    public KafkaFailureHandler create(
            KafkaConnectorIncomingConfiguration channel,
            Vertx vertx,
            KafkaConsumer<?, ?> consumer,
            BiConsumer<Throwable, Boolean> reportFailure) {
        KafkaFailureHandler failed = deadLetters.create(channel, vertx, consumer, reportFailure);
        return new KafkaFailureHandler() {
            @Override
            public <K, V> Uni<Void> handle(IncomingKafkaRecord<K, V> message, Throwable reason, Metadata metadata) {
                return stopping ? Uni.createFrom().voidItem() : failed.handle(message, reason, metadata);
            }

            @Override
            public void terminate() {
                failed.terminate();
            }
        };
    }
}
