package dev.darkroom.serve.settings;

import dev.darkroom.events.Texts;
import dev.darkroom.registry.catalogue.Suggestion;
import dev.darkroom.serve.messaging.KafkaClient;
import dev.darkroom.wire.SilentKafkaException;
import dev.darkroom.wire.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.utils.Utils;

/**
 * Where a Kafka answers.
 *
 * @param names as clients take them: {@code HOST:PORT}, several of them with commas between
 */
public record KafkaServers(String names) {
    /** People wait as long without a word; then they are told what they wait for. */
    private static final Executor LATER = CompletableFuture.delayedExecutor(4, TimeUnit.SECONDS);

    public static final String SETTING = "kafka.bootstrap.servers";

    private static final String CLIENTS = "kafka.";

    static final String NAME = SETTING + " (KAFKA_BOOTSTRAP_SERVERS)";

    /**
     * Those that are to be used instead of our own.
     *
     * @throws ServerNotStartedException when what is set names no servers
     */
    public static Optional<KafkaServers> given(Settings settings) {
        if (settings.blank(SETTING)) {
            throw ServerNotStartedException.wrong(NAME + " is set to nothing: name the servers, or do not set it");
        }
        return settings.value(SETTING).map(value -> {
            List<String> servers = Stream.of(value.split(",", -1))
                    .map(String::strip)
                    .filter(server -> !server.isEmpty())
                    .toList();
            if (servers.isEmpty() || !servers.stream().allMatch(KafkaServers::isServer)) {
                throw ServerNotStartedException.wrong(
                        NAME + " must be HOST:PORT, several of them with commas between, but is " + shown(value));
            }
            return new KafkaServers(String.join(",", servers));
        });
    }

    /**
     * What is set for Kafka's clients that they have not, in a sentence each. No mistake for sure: a class that somebody gives
     * them may read it.
     */
    static List<String> unknown(Settings settings) {
        Set<String> known = Stream.of(
                        AdminClientConfig.configNames(), ConsumerConfig.configNames(), ProducerConfig.configNames())
                .flatMap(Set::stream)
                .map(name -> CLIENTS + name)
                .collect(Collectors.toSet());
        List<String> set = settings.below("kafka");
        return set.stream()
                .filter(name -> name.startsWith(CLIENTS) && !known.contains(name))
                .filter(name -> !set.contains(KnownSettings.variable(name))) // Many begin so and are for others.
                .map(name -> "Kafka's clients have no setting " + name
                        + Suggestion.nearest(name, known)
                                .map(near -> ": did you mean " + near + "?")
                                .orElse(""))
                .toList();
    }

    /** What Kafka's own clients take, but for an empty host and for port 0: there something was left out. */
    private static boolean isServer(String text) {
        try {
            String host = Utils.getHost(text);
            Integer port = Utils.getPort(text);
            return host != null && !host.isEmpty() && port > 0 && port <= SettingRanges.LAST_PORT;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    /** Without what may be a password, as in a URL or in what a cloud calls a connection string. */
    private static String shown(String servers) {
        return Texts.quote(servers.replaceFirst("(?s)^.*@", "***@").replaceFirst("(?s)=.*", "=***"));
    }

    /**
     * What a look at it has shown.
     *
     * @param problems sentences about what is not as it should be
     * @param sole     whether it is certain that no other Darkroom works on it
     */
    public record Seen(List<String> problems, boolean sole) {}

    /**
     * Sees that our topics are there, and that nobody else works on them.
     *
     * @param ours whether it is this process's own, which others leave alone
     * @param say  says to people that it takes long
     * @throws ServerNotStartedException when nobody answers, or not to us, or another Darkroom works there
     */
    public Seen ensure(Topics topics, boolean ours, Settings settings, Consumer<String> say)
            throws InterruptedException {
        var slow = CompletableFuture.runAsync(() -> say.accept("still waiting for the Kafka at " + names), LATER);
        try (Admin admin = Admin.create(KafkaClient.settings(settings::value, names))) {
            var problems = new ArrayList<>(unknown(settings));
            problems.addAll(topics.ensure(admin));
            slow.cancel(false);
            Optional<String> hidden = ours ? Optional.empty() : new SoleProcess(admin, say).require();
            hidden.ifPresent(problems::add);
            return new Seen(problems, hidden.isEmpty());
        } catch (KafkaException e) {
            throw unusable(e);
        } catch (SilentKafkaException e) {
            throw silent("", e);
        } catch (IllegalStateException e) {
            throw new ServerNotStartedException("the Kafka at " + names + " cannot be used: " + e.getMessage(), e);
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
        String words = "a setting kafka.* for the Kafka at " + names + " is wrong: " + why.getMessage();
        return why instanceof ConfigException
                ? ServerNotStartedException.wrong(words)
                : new ServerNotStartedException("the Kafka at " + names + " cannot be used: " + why.getMessage(), e);
    }

    private ServerNotStartedException silent(String why, Exception e) {
        return new ServerNotStartedException(
                "no Kafka answers at " + names + why + ": see that it runs and can be reached from here, or correct "
                        + NAME + ". This process ends; start it again then",
                e);
    }
}
