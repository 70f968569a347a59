package dev.darkroom.wire;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;

/**
 * Has topics keep records uncompressed, for else their limit counts compressed bytes: a record that unpacks to more than
 * there is memory would stop its topic for good, since who reads it unpacks it whole. Raises, too, what topics of an earlier
 * version take; who has given them more room keeps it.
 */
final class TopicLimits {
    private static final String LIMIT = TopicConfig.MAX_MESSAGE_BYTES_CONFIG;
    private static final String COMPRESSION = TopicConfig.COMPRESSION_TYPE_CONFIG;
    /** The broker unpacks what comes compressed, and then applies the limit. */
    private static final String UNCOMPRESSED = "uncompressed";

    private final Admin admin;
    private final Map<String, List<String>> problems = new LinkedHashMap<>();

    TopicLimits(Admin admin) {
        this.admin = admin;
    }

    /**
     * @param created topics that have just been made, with their limits
     * @return a sentence for each reason why topics are not as they must be
     */
    List<String> ensure(List<NewTopic> present, List<NewTopic> created) throws InterruptedException {
        var changes = new HashMap<ConfigResource, Collection<AlterConfigOp>>();
        // They were made without this: a broker of another make, who does not know it, would not have made them.
        created.forEach(topic -> changes.put(resource(topic), List.of(set(COMPRESSION, UNCOMPRESSED))));
        Map<ConfigResource, KafkaFuture<Config>> configs = admin.describeConfigs(
                        present.stream().map(TopicLimits::resource).toList())
                .values();
        for (NewTopic topic : present) {
            List<AlterConfigOp> needed = await(topic, configs.get(resource(topic)))
                    .map(config -> changes(topic, config))
                    .orElse(List.of());
            if (!needed.isEmpty()) {
                changes.put(resource(topic), needed);
            }
        }
        Map<ConfigResource, KafkaFuture<Void>> changed =
                admin.incrementalAlterConfigs(changes).values();
        for (NewTopic topic : Stream.concat(present.stream(), created.stream()).toList()) {
            if (changed.containsKey(resource(topic))) {
                await(topic, changed.get(resource(topic)));
            }
        }
        return problems.entrySet().stream()
                .map(problem -> "the topics " + String.join(", ", problem.getValue()) + problem.getKey())
                .toList();
    }

    private static List<AlterConfigOp> changes(NewTopic topic, Config present) {
        var changes = new ArrayList<AlterConfigOp>();
        ConfigEntry limit = present.get(LIMIT);
        if (said(limit) && Integer.parseInt(limit.value()) < limit(topic)) {
            changes.add(set(LIMIT, String.valueOf(limit(topic))));
        }
        ConfigEntry compression = present.get(COMPRESSION);
        if (said(compression) && !compression.value().equals(UNCOMPRESSED)) {
            changes.add(set(COMPRESSION, UNCOMPRESSED));
        }
        return changes;
    }

    /** A broker of another make may not say. */
    private static boolean said(ConfigEntry entry) {
        return entry != null && entry.value() != null;
    }

    /** @return what Kafka says; empty when it says nothing, or that it does not do this */
    private <T> Optional<T> await(NewTopic topic, KafkaFuture<T> answer) throws InterruptedException {
        try {
            return Optional.ofNullable(answer.get());
        } catch (ExecutionException e) {
            String problem = " should take records of " + limit(topic) + " bytes (" + LIMIT
                    + "), and keep them uncompressed (" + COMPRESSION + "=" + UNCOMPRESSED
                    + ") since one that unpacks to"
                    + " more than there is memory would stop them, but Kafka did not let this be seen to: "
                    + e.getCause().getMessage();
            problems.computeIfAbsent(problem, any -> new ArrayList<>()).add(topic.name());
            return Optional.empty();
        }
    }

    private static int limit(NewTopic topic) {
        return Integer.parseInt(topic.configs().get(LIMIT));
    }

    private static AlterConfigOp set(String name, String value) {
        return new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET);
    }

    private static ConfigResource resource(NewTopic topic) {
        return new ConfigResource(ConfigResource.Type.TOPIC, topic.name());
    }
}
