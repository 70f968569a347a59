package dev.darkroom.serve.messaging;

import dev.darkroom.events.Topic;
import dev.darkroom.wire.UnreadableEventException;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.PublisherDecorator;
import io.smallrye.reactive.messaging.kafka.DeserializationFailureHandler;
import io.smallrye.reactive.messaging.kafka.api.IncomingKafkaRecordMetadata;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.header.Header;
import org.eclipse.microprofile.reactive.messaging.Message;

/**
 * Lets only records reach the functions that could be read; the others have failed. SmallRye would hand them over without a
 * payload, which on a compacted topic means something else: that a key is deleted.
 */
@ApplicationScoped
public class ReadableRecords implements PublisherDecorator {

    @Override
    public Multi<? extends Message<?>> decorate(
            Multi<? extends Message<?>> records, List<String> channel, boolean isConnector) {
        return isConnector ? records.onItem().transformToUniAndConcatenate(ReadableRecords::readable) : records;
    }

    private static Uni<Message<?>> readable(Message<?> message) {
        Optional<String> fault = message.getPayload() != null
                ? Optional.empty()
                : message.getMetadata(IncomingKafkaRecordMetadata.class).flatMap(ReadableRecords::fault);
        if (fault.isEmpty()) {
            return Uni.createFrom().item(message);
        }
        return Uni.createFrom()
                .completionStage(() -> message.nack(new UnreadableEventException(fault.get())))
                .onItem()
                .transform(done -> null);
    }

    /** Why a record without a payload is not an event; empty for one that deletes its key. */
    private static Optional<String> fault(IncomingKafkaRecordMetadata<?, ?> record) {
        Header reason = record.getHeaders().lastHeader(DeserializationFailureHandler.DESERIALIZATION_FAILURE_REASON);
        if (reason != null) {
            return Optional.of(new String(reason.value(), StandardCharsets.UTF_8));
        }
        boolean deletes = Topic.at(record.getTopic()).filter(Topic::compacted).isPresent();
        return deletes ? Optional.empty() : Optional.of("not an event: it has no value");
    }
}
