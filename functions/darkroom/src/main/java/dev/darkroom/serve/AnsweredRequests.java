package dev.darkroom.serve;

import dev.darkroom.events.ImageRequested;
import dev.darkroom.registry.known.Dossier;
import dev.darkroom.registry.store.Store;
import dev.darkroom.registry.store.StoreException;
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
import org.jboss.logging.Logger;

/**
 * Keeps what was fetched from being fetched again when it is asked for a second time. Kafka knows one offset for each
 * partition, "all before it": after a restart it hands over again whatever was finished behind a slow download. And the registry
 * asks again for what waits in line for long. The staged files of both are gone by then, and fetch would download all of it once
 * more. The registry knows what came of them; where it does not, they are worked on. The other functions look whether their work
 * is done before they begin.
 *
 * <p>By its number only what was asked for before the start is known to be answered. A registry that began anew has asked for
 * the rest with the numbers of an earlier one, of which it hears the answers only by and by: they must not be taken for those to
 * its own.
 */
@ApplicationScoped
public class AnsweredRequests implements PublisherDecorator {
    /** Others listen to the same topic, each for work of its own. */
    static final List<String> FETCH = List.of("requested");

    private static final Logger LOG = Logger.getLogger(AnsweredRequests.class);

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
        if (!(message.getPayload() instanceof ImageRequested request)) {
            return work;
        }
        return Uni.createFrom()
                .item(() -> isAnswered(request, isFromBefore(message)))
                .runSubscriptionOn(
                        Infrastructure.getDefaultWorkerPool()) // Records come on a thread that serves HTTP, too.
                .onFailure(e -> !(e instanceof StoreException)) // Of those readiness says what is wrong.
                .invoke(e -> LOG.errorf(e, "image %s: whether it is fetched already cannot be told", request.key()))
                .onFailure()
                .recoverWithItem(false)
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

    private boolean isAnswered(ImageRequested request, boolean fromBefore) {
        return store.read(tx -> {
            Dossier image = tx.dossiers().load(request.key());
            return fromBefore && image.answered(request.attempt())
                    || image.isFetchedInVain(tx.targets().all());
        });
    }
}
