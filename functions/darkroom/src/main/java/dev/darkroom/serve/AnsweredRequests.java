package dev.darkroom.serve;

import dev.darkroom.events.ImageRequested;
import dev.darkroom.registry.store.Store;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.smallrye.reactive.messaging.PublisherDecorator;
import io.smallrye.reactive.messaging.kafka.api.IncomingKafkaRecordMetadata;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.reactive.messaging.Message;

/**
 * Keeps requests that were answered from being answered again after a restart. Kafka knows one offset for each partition,
 * "all before it": it hands over again whatever was finished behind a slow download, whose staged files are gone by then, and
 * fetch would download all of it once more. The registry knows what came of them; where it does not, they are worked on. The
 * other functions look whether their work is done before they begin.
 *
 * <p>What was asked for since the start comes for the first time. A registry that began anew has asked for it with the numbers
 * of an earlier one, of which it hears the answers only by and by: they must not be taken for those to its own.
 */
@ApplicationScoped
public class AnsweredRequests implements PublisherDecorator {
    /** Others listen to the same topic, each for work of its own. */
    static final List<String> FETCH = List.of("requested");

    private final Store store;
    private final Instant started;

    AnsweredRequests(Store store, Clock clock) {
        this.store = store;
        this.started = clock.instant();
    }

    @Override
    public Multi<? extends Message<?>> decorate(
            Multi<? extends Message<?>> records, List<String> channel, boolean isConnector) {
        return isConnector && channel.equals(FETCH)
                ? records.onItem().transformToUniAndConcatenate(this::unanswered)
                : records;
    }

    private Uni<Message<?>> unanswered(Message<?> message) {
        Uni<Message<?>> work = Uni.createFrom().item(message);
        if (!(message.getPayload() instanceof ImageRequested request) || !isFromBefore(message)) {
            return work;
        }
        return Uni.createFrom()
                .item(() -> isAnswered(request))
                .runSubscriptionOn(
                        Infrastructure.getDefaultWorkerPool()) // Records come on a thread that serves HTTP, too.
                .onFailure()
                .recoverWithItem(false) // Readiness says what is wrong with the registry.
                .chain(answered -> answered
                        ? Uni.createFrom()
                                .completionStage(message::ack)
                                .onItem()
                                .transform(done -> null)
                        : work);
    }

    private boolean isFromBefore(Message<?> message) {
        return message.getMetadata(IncomingKafkaRecordMetadata.class)
                .orElseThrow()
                .getTimestamp()
                .isBefore(started);
    }

    private boolean isAnswered(ImageRequested request) {
        return store.read(tx -> tx.dossiers().load(request.key())).answered(request.attempt());
    }
}
