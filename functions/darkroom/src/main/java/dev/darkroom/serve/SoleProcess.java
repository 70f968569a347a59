package dev.darkroom.serve;

import dev.darkroom.serve.settings.KafkaServers;
import dev.darkroom.serve.settings.ServerNotStartedException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeConsumerGroupsOptions;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.common.errors.GroupIdNotFoundException;

/**
 * Sees that no other process works on a Kafka. Two would share the images out between them: each would look on its own disk for
 * what the other has staged, and each publishes to its own targets only.
 */
final class SoleProcess {
    /** Whoever fetches converts and uploads, too. */
    static final String GROUP = "darkroom.fetch";

    /** One that was killed is a member as long as its session lasts, which is 6 s, and a busy Kafka is late. */
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private static final Duration SILENCE = Duration.ofSeconds(1);
    private static final Duration LOOK = Duration.ofMillis(200);
    private static final int ANSWER_MILLIS = 10_000;

    private final Admin admin;
    private final Duration patience;
    private final Consumer<String> say;

    /** @param say says to people that it takes long */
    SoleProcess(Admin admin, Consumer<String> say) {
        this(admin, PATIENCE, say);
    }

    /** @param patience how long another process may take to end */
    SoleProcess(Admin admin, Duration patience, Consumer<String> say) {
        this.admin = admin;
        this.patience = patience;
        this.say = say;
    }

    /**
     * Waits until no other process works there.
     *
     * @throws ServerNotStartedException when one goes on, or Kafka does not say whether one does
     */
    void require() throws InterruptedException {
        long start = System.nanoTime();
        boolean told = false;
        try {
            for (Optional<MemberDescription> other = other(); other.isPresent(); other = other()) {
                String client = "client " + other.get().clientId() + " at "
                        + other.get().host();
                Duration waited = Duration.ofNanos(System.nanoTime() - start);
                if (!told && waited.compareTo(SILENCE) > 0) {
                    say.accept("waiting for another Darkroom on this Kafka to end (" + client + ")");
                    told = true;
                }
                if (waited.compareTo(patience) > 0) {
                    throw new ServerNotStartedException(
                            "another Darkroom works on this Kafka (" + client
                                    + "): one process at a time; stop it, use it with --registry, or unset "
                                    + KafkaServers.NAME + " so that this one has a Kafka of its own",
                            null);
                }
                Thread.sleep(LOOK);
            }
        } catch (ExecutionException e) {
            throw new ServerNotStartedException(
                    "Kafka does not say whether another Darkroom works on it, and there must be none: "
                            + e.getCause().getMessage() + ". Let this one read and describe the group " + GROUP
                            + ", or start it again when Kafka is well",
                    e);
        }
    }

    private Optional<MemberDescription> other() throws ExecutionException, InterruptedException {
        try {
            return admin
                    .describeConsumerGroups(
                            List.of(GROUP), new DescribeConsumerGroupsOptions().timeoutMs(ANSWER_MILLIS))
                    .describedGroups()
                    .get(GROUP)
                    .get()
                    .members()
                    .stream()
                    .findFirst();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof GroupIdNotFoundException) {
                return Optional.empty();
            }
            throw e;
        }
    }
}
