package dev.darkroom.serve.messaging;

import dev.darkroom.events.Topic;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.IncomingKafkaRecord;
import io.smallrye.reactive.messaging.kafka.KafkaConnector;
import io.smallrye.reactive.messaging.kafka.KafkaConnectorIncomingConfiguration;
import io.smallrye.reactive.messaging.kafka.KafkaConsumer;
import io.smallrye.reactive.messaging.kafka.api.IncomingKafkaRecordMetadata;
import io.smallrye.reactive.messaging.kafka.fault.KafkaFailureHandler;
import io.smallrye.reactive.messaging.kafka.impl.ReactiveKafkaConsumer;
import io.vertx.mutiny.core.Vertx;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BiConsumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.eclipse.microprofile.reactive.messaging.spi.Connector;

/**
 * Work that the stop cuts has not failed: its record is no dead letter. It stays unacknowledged, and comes again after the
 * next start.
 *
 * <p>What has failed is not told SmallRye before it is a dead letter, nor ever that it could not become one: its channel
 * would end for good.
 */
@ApplicationScoped
@Identifier(DeadLettersUntilStop.STRATEGY)
public class DeadLettersUntilStop implements KafkaFailureHandler.Factory {
    static final String STRATEGY = "dead-letter-queue-until-stop";
    private static final Logger MESSAGING = Logger.getLogger("io.smallrye.reactive.messaging");

    private final DeadLetters deadLetters;
    private final KafkaConnector connector;
    private final ExecutorService senders = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("dead-letter-", 0).factory());
    private volatile boolean stopping;

    DeadLettersUntilStop(DeadLetters deadLetters, @Connector(KafkaConnector.CONNECTOR_NAME) KafkaConnector connector) {
        this.deadLetters = deadLetters;
        this.connector = connector;
    }

    /** Comes before anything is cut. Left alone, the consumers would be closed one after the other, each in half a second. */
    void stop(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) ShutdownEvent event) {
        cut();
        MESSAGING.setLevel(Level.OFF); // It would report each piece of work that is cut, with a stack trace.
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (String channel : connector.getConsumerChannels()) {
                for (KafkaConsumer<?, ?> consumer : connector.getConsumers(channel)) {
                    threads.execute(((ReactiveKafkaConsumer<?, ?>) consumer)::close);
                }
            }
        }
    }

    /** From now on nothing becomes a dead letter, nor waits until it is one. */
    void cut() {
        stopping = true;
        senders.shutdownNow();
    }

    @Override
    public KafkaFailureHandler create(
            KafkaConnectorIncomingConfiguration channel,
            Vertx vertx,
            KafkaConsumer<?, ?> consumer,
            BiConsumer<Throwable, Boolean> reportFailure) {
        String topic = Topic.at(channel.getTopic().orElseThrow()).orElseThrow().deadLetters();
        String group = channel.getGroupId().orElseThrow();
        return new KafkaFailureHandler() {
            @Override
            public <K, V> Uni<Void> handle(IncomingKafkaRecord<K, V> record, Throwable reason, Metadata metadata) {
                if (stopping) {
                    return Uni.createFrom().voidItem();
                }
                return Uni.createFrom()
                        .item(() -> keep(topic, group, received(record), reason))
                        .runSubscriptionOn(senders)
                        .onItem()
                        .transformToUni(kept -> kept
                                ? Uni.createFrom().completionStage(record.ack())
                                : Uni.createFrom().voidItem())
                        .emitOn(record::runOnMessageContext);
            }
        };
    }

    private static ConsumerRecord<?, ?> received(IncomingKafkaRecord<?, ?> record) {
        return record.getMetadata(IncomingKafkaRecordMetadata.class)
                .orElseThrow()
                .getRecord();
    }

    /** @return whether it is kept; not when the stop came first */
    private boolean keep(String topic, String group, ConsumerRecord<?, ?> record, Throwable reason) {
        try {
            deadLetters.keep(topic, group, record, reason);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
