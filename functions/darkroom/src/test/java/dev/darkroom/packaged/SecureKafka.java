package dev.darkroom.packaged;

import dev.darkroom.broker.EmbeddedKafka;
import dev.darkroom.broker.FreePort;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;

/** A real broker that others reach by TLS only, with a name and a password. */
final class SecureKafka implements AutoCloseable {
    static final String USER = "darkroom";
    static final String PASSWORD = "k4fk4-s3cret";

    private final KafkaRaftServer server;
    private final int port = FreePort.any();

    SecureKafka(Path directory, Certificate certificate) throws IOException {
        int inside = FreePort.any();
        int controller = FreePort.any();
        EmbeddedKafka.start(directory, inside, controller, reason -> {}).close(); // Formats the directory.
        server = new KafkaRaftServer(
                new KafkaConfig(Map.ofEntries(
                        Map.entry("process.roles", "broker,controller"),
                        Map.entry("node.id", 1),
                        Map.entry("controller.quorum.voters", "1@127.0.0.1:" + controller),
                        Map.entry(
                                "listeners",
                                "SASL_SSL://127.0.0.1:" + port + ",INSIDE://127.0.0.1:" + inside
                                        + ",CONTROLLER://127.0.0.1:" + controller),
                        Map.entry(
                                "advertised.listeners",
                                "SASL_SSL://127.0.0.1:" + port + ",INSIDE://127.0.0.1:" + inside),
                        Map.entry("inter.broker.listener.name", "INSIDE"),
                        Map.entry("controller.listener.names", "CONTROLLER"),
                        Map.entry(
                                "listener.security.protocol.map",
                                "SASL_SSL:SASL_SSL,INSIDE:PLAINTEXT,CONTROLLER:PLAINTEXT"),
                        Map.entry("sasl.enabled.mechanisms", "PLAIN"),
                        Map.entry("listener.name.sasl_ssl.plain.sasl.jaas.config", login("user_" + USER)),
                        Map.entry("ssl.keystore.type", "PKCS12"),
                        Map.entry(
                                "ssl.keystore.location", certificate.keyStore().toString()),
                        Map.entry("ssl.keystore.password", Certificate.PASSWORD),
                        Map.entry("log.dirs", directory.toString()),
                        Map.entry("auto.create.topics.enable", false),
                        Map.entry("offsets.topic.replication.factor", (short) 1),
                        Map.entry("offsets.topic.num.partitions", 1),
                        Map.entry("transaction.state.log.replication.factor", (short) 1),
                        Map.entry("transaction.state.log.min.isr", 1),
                        Map.entry("group.initial.rebalance.delay.ms", 0),
                        Map.entry("log.cleaner.dedupe.buffer.size", 2_097_152L),
                        Map.entry("log.index.size.max.bytes", 1_048_576))),
                Time.SYSTEM);
        server.startup();
    }

    String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    /** What JAAS reads: a password under a name. */
    static String login(String name) {
        return "org.apache.kafka.common.security.plain.PlainLoginModule required " + name + "=\"" + PASSWORD + "\";";
    }

    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
    }
}
