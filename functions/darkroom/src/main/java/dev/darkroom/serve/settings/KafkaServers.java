package dev.darkroom.serve.settings;

import dev.darkroom.events.Texts;
import dev.darkroom.registry.catalogue.Suggestion;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.utils.Utils;

/**
 * Where a Kafka answers.
 *
 * @param names as clients take them: {@code HOST:PORT}, several of them with commas between
 */
public record KafkaServers(String names) {
    public static final String SETTING = "kafka.bootstrap.servers";

    /** How people are told of it. */
    public static final String NAME = SETTING + " (KAFKA_BOOTSTRAP_SERVERS)";

    private static final String CLIENTS = "kafka.";

    /**
     * Those that are to be used instead of our own.
     *
     * @throws ServerNotStartedException when what is set names no servers
     */
    public static Optional<KafkaServers> given(Settings settings) {
        if (settings.blank(SETTING)) {
            throw ServerNotStartedException.nothing(NAME, "the servers");
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
    public static List<String> unknown(Settings settings) {
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
                        + Suggestion.nearest(name, known).map(Suggestion::hint).orElse(""))
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
}
