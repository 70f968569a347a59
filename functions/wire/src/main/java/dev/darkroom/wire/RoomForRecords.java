package dev.darkroom.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;

/** Raises what topics of an earlier version take; who has given them more room keeps it. */
final class RoomForRecords {
    private static final String LIMIT = TopicConfig.MAX_MESSAGE_BYTES_CONFIG;

    private final Admin admin;

    RoomForRecords(Admin admin) {
        this.admin = admin;
    }

    /** @return a sentence for each topic that takes less than it must and could not be changed */
    List<String> ensure(List<NewTopic> topics) throws InterruptedException {
        Map<ConfigResource, NewTopic> wanted = topics.stream()
                .collect(Collectors.toMap(
                        topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic.name()), Function.identity()));
        var problems = new ArrayList<String>();
        for (var present : admin.describeConfigs(wanted.keySet()).values().entrySet()) {
            int bytes = Integer.parseInt(wanted.get(present.getKey()).configs().get(LIMIT));
            try {
                raise(present.getKey(), present.getValue(), bytes);
            } catch (ExecutionException e) {
                problems.add("the topic " + present.getKey().name() + " should take records of " + bytes
                        + " bytes (" + LIMIT + "), but Kafka did not let this be seen to: "
                        + e.getCause().getMessage());
            }
        }
        return problems;
    }

    private void raise(ConfigResource topic, KafkaFuture<Config> present, int bytes)
            throws InterruptedException, ExecutionException {
        ConfigEntry limit = present.get().get(LIMIT);
        boolean said = limit != null && limit.value() != null; // A broker of another make may not say.
        if (said && Integer.parseInt(limit.value()) < bytes) {
            var larger = new AlterConfigOp(new ConfigEntry(LIMIT, String.valueOf(bytes)), AlterConfigOp.OpType.SET);
            admin.incrementalAlterConfigs(Map.of(topic, List.of(larger))).all().get();
        }
    }
}
