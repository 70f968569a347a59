package dev.darkroom.serve.messaging;

import dev.darkroom.serve.messaging.AnsweredPositions.Position;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.PublisherDecorator;
import io.smallrye.reactive.messaging.kafka.api.IncomingKafkaRecordMetadata;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;

/**
 * Keeps requests that were answered from being answered again after a restart. Kafka knows one offset for each partition,
 * "all before it": it hands over again whatever was finished behind a slow download, whose staged files are gone by then, and
 * fetch would download all of it once more. The other functions look whether their work is done before they begin.
 */
@ApplicationScoped
public class AnsweredRequests implements PublisherDecorator {
    private static final Logger LOG = Logger.getLogger(AnsweredRequests.class);

    /** Others listen to the same topic, each for work of its own. */
    private static final List<String> FETCH = List.of("requested");

    private final AnsweredPositions answered;
    /** Who acknowledges serves HTTP, too, and must not wait for the disk. */
    private final ExecutorService keeping = Executors.newSingleThreadExecutor(
            Thread.ofVirtual().name("answered-requests").factory());

    AnsweredRequests(AnsweredPositions answered) {
        this.answered = answered;
    }

    @Override
    public Multi<? extends Message<?>> decorate(
            Multi<? extends Message<?>> records, List<String> channel, boolean isConnector) {
        return isConnector && channel.equals(FETCH)
                ? records.onItem().transformToUniAndConcatenate(this::unanswered)
                : records;
    }

    private Uni<Message<?>> unanswered(Message<?> message) {
        Position position =
                position(message.getMetadata(IncomingKafkaRecordMetadata.class).orElseThrow());
        if (answered.contains(position)) {
            return Uni.createFrom().completionStage(message::ack).onItem().transform(done -> null);
        }
        return Uni.createFrom().item(message.withAckWithMetadata(metadata -> {
            keeping.execute(() -> keep(position));
            return message.ack(metadata);
        }));
    }

    private static Position position(IncomingKafkaRecordMetadata<?, ?> record) {
        return new Position(
                record.getPartition(), record.getOffset(), record.getTimestamp().toEpochMilli());
    }

    private void keep(Position position) {
        try {
            answered.add(position);
        } catch (IOException e) {
            LOG.warnf(
                    "that a request was answered cannot be kept, and it may be answered again after a restart: %s", e);
        }
    }
}
