package dev.darkroom.serve;

import dev.darkroom.serve.messaging.KafkaClient;
import dev.darkroom.serve.settings.KafkaServers;
import dev.darkroom.serve.settings.ServerNotStartedException;
import dev.darkroom.serve.settings.Settings;
import dev.darkroom.wire.SilentKafkaException;
import dev.darkroom.wire.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;

/** Sees that a Kafka answers, that our topics are there, and that nobody else works on them. */
final class ReachKafka {
    /** People wait as long without a word; then they are told what they wait for. */
    static final Duration SILENCE = Duration.ofSeconds(4);

    private final String servers;
    private final Settings settings;
    private final Duration silence;
    private final Consumer<String> say;

    /**
     * @param silence after which it takes long
     * @param say     says so to people
     */
    ReachKafka(KafkaServers kafka, Settings settings, Duration silence, Consumer<String> say) {
        this.servers = kafka.names();
        this.settings = settings;
        this.silence = silence;
        this.say = say;
    }

    /**
     * Returns when all that is so.
     *
     * @param ours whether it is this process's own, which others leave alone
     * @return sentences about what is not as it should be
     * @throws ServerNotStartedException when nobody answers, or not to us, or another Darkroom works there
     */
    List<String> reach(Topics topics, boolean ours) throws InterruptedException {
        var slow = CompletableFuture.runAsync(
                () -> say.accept("still waiting for the Kafka at " + servers),
                CompletableFuture.delayedExecutor(silence.toMillis(), TimeUnit.MILLISECONDS));
        try (Admin admin = Admin.create(KafkaClient.settings(settings::value, servers))) {
            var problems = new ArrayList<>(KafkaServers.unknown(settings));
            problems.addAll(topics.ensure(admin));
            slow.cancel(false);
            if (!ours) {
                new SoleProcess(admin, say).require();
            }
            return problems;
        } catch (KafkaException e) {
            throw unusable(e);
        } catch (SilentKafkaException e) {
            throw silent("", e);
        } catch (IllegalStateException e) {
            throw new ServerNotStartedException("the Kafka at " + servers + " cannot be used: " + e.getMessage(), e);
        } finally {
            slow.cancel(false);
        }
    }

    /** Kafka says no more than that it made no client; why is a cause of that. */
    private ServerNotStartedException unusable(KafkaException e) {
        Throwable why = e;
        while (why.getClass() == KafkaException.class && why.getCause() != null) {
            why = why.getCause();
        }
        if (why instanceof ConfigException && String.valueOf(why.getMessage()).contains("No resolvable bootstrap")) {
            return silent(" (nobody knows the name)", e);
        }
        String words = "a setting kafka.* for the Kafka at " + servers + " is wrong: " + why.getMessage();
        return why instanceof ConfigException
                ? ServerNotStartedException.wrong(words)
                : new ServerNotStartedException("the Kafka at " + servers + " cannot be used: " + why.getMessage(), e);
    }

    private ServerNotStartedException silent(String why, Exception e) {
        return new ServerNotStartedException(
                "no Kafka answers at " + servers + why + ": see that it runs and can be reached from here, or correct "
                        + KafkaServers.NAME + ". This process ends; start it again then",
                e);
    }
}
