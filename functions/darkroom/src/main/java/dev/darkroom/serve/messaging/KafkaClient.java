package dev.darkroom.serve.messaging;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.AdminClientConfig;

/** How every Kafka client of this process connects: as {@code kafka.*} says, TLS and SASL included. */
public final class KafkaClient {
    private KafkaClient() {}

    /**
     * What all clients have in common.
     *
     * @param given   settings by their full names, such as {@code kafka.security.protocol}
     * @param servers the bootstrap servers
     */
    public static Map<String, Object> settings(Function<String, Optional<String>> given, String servers) {
        var settings = new HashMap<String, Object>();
        for (String name : AdminClientConfig.configNames()) {
            given.apply("kafka." + name).ifPresent(value -> settings.put(name, value));
        }
        settings.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, servers);
        return settings;
    }
}
