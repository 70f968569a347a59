package dev.darkroom.broker;

import dev.darkroom.staging.disk.ForceToDisk;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.NotControllerException;
import org.apache.kafka.common.utils.Exit;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.bootstrap.BootstrapDirectory;
import org.apache.kafka.metadata.properties.MetaPropertiesEnsemble;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/** One broker that is its own controller. Its data directory is formatted on first use and kept. */
public final class EmbeddedKafka implements AutoCloseable {
    /** Where Kafka's server and clients log. Held here, for a logger that nobody holds forgets its level and handlers. */
    public static final List<Logger> LOGGERS = Stream.of("org.apache.kafka", "kafka", "state.change.logger")
            .map(Logger::getLogger)
            .toList();

    private static final LastTrouble TROUBLE = new LastTrouble();

    static {
        LOGGERS.forEach(logger -> logger.addHandler(TROUBLE));
    }

    private static final int NODE = 1;
    static final int LARGEST_REQUEST = 1_310_720;
    static final int MOST_CONNECTIONS = 100;
    static final int MOST_TO_CONTROLLER = 10;

    /** Held too, because of its filter. */
    private static final Logger CONTROLLER = Logger.getLogger("kafka.server.ControllerApis");

    private final KafkaRaftServer server;
    private final int port;

    private EmbeddedKafka(KafkaRaftServer server, int port) {
        this.server = server;
        this.port = port;
    }

    /**
     * Starts a broker and returns when it listens.
     *
     * @param directory      where its log lies; formatted when it is new
     * @param port           on 127.0.0.1, for clients
     * @param controllerPort on 127.0.0.1, for the broker itself
     * @param gaveUp         hears that it cannot go on, and why if it or its log says so (else null), and ends the process;
     *                       Kafka itself would end it without a word, or go on without one of its threads. Only the one of
     *                       the last start hears it
     * @throws IOException when the directory cannot be used, or it does not start for another reason
     */
    public static EmbeddedKafka start(Path directory, int port, int controllerPort, Consumer<String> gaveUp)
            throws IOException {
        TROUBLE.forget(() -> gaveUp.accept(TROUBLE.words(directory)));
        Exit.Procedure end = (code, reason) -> gaveUp.accept(reason == null ? TROUBLE.words(directory) : reason);
        Exit.setHaltProcedure(end);
        Exit.setExitProcedure(end);
        CONTROLLER.setFilter(EmbeddedKafka::isUnexpected);
        Files.createDirectories(directory);
        format(directory);
        try {
            var server = new KafkaRaftServer(new KafkaConfig(settings(directory, port, controllerPort)), Time.SYSTEM);
            server.startup();
            return new EmbeddedKafka(server, port);
        } catch (RuntimeException e) {
            throw new IOException(
                    "the embedded Kafka in " + directory + " did not start: " + LastTrouble.innermost(e, directory), e);
        }
    }

    /** What clients connect to. */
    public String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    /** Stops in good order, so that the next start need not wait for this one's registration to time out. */
    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
    }

    /**
     * For a moment after its start it does not know yet that it is the controller itself: what it refuses until then is
     * asked again by whoever asked, and Kafka reports each as an error.
     */
    static boolean isUnexpected(LogRecord record) {
        return record.getThrown() == null || !(record.getThrown().getCause() instanceof NotControllerException);
    }

    /** Makes a new directory one of a broker, and forces to the disk what Kafka itself leaves to the system there. */
    private static void format(Path directory) throws IOException {
        Path bootstrap = directory.resolve(BootstrapDirectory.BINARY_BOOTSTRAP_FILENAME);
        if (Files.exists(directory.resolve(MetaPropertiesEnsemble.META_PROPERTIES_NAME))) {
            if (Files.exists(bootstrap) && Files.size(bootstrap) == 0) {
                Files.delete(bootstrap); // A power cut took what was in it. The metadata's log has the same.
            }
            return;
        }
        try (var silent = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
            new Formatter()
                    .setPrintStream(silent)
                    .setNodeId(NODE)
                    .setClusterId(Uuid.randomUuid().toString())
                    .setReleaseVersion(MetadataVersion.LATEST_PRODUCTION)
                    .setControllerListenerName("CONTROLLER")
                    .addDirectory(directory.toString())
                    .setMetadataLogDirectory(directory.toString())
                    .run();
            ForceToDisk.file(bootstrap);
            ForceToDisk.directory(directory);
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(
                    "the Kafka data directory " + directory + " could not be formatted: "
                            + LastTrouble.innermost(e, directory),
                    e);
        }
    }

    private static Map<String, Object> settings(Path directory, int port, int controllerPort) {
        return Map.ofEntries(
                Map.entry("process.roles", "broker,controller"),
                Map.entry("node.id", NODE),
                Map.entry("controller.quorum.voters", NODE + "@127.0.0.1:" + controllerPort),
                Map.entry("listeners", "PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort),
                Map.entry("advertised.listeners", "PLAINTEXT://127.0.0.1:" + port),
                Map.entry("controller.listener.names", "CONTROLLER"),
                Map.entry("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT"),
                Map.entry("log.dirs", directory.toString()),
                Map.entry("auto.create.topics.enable", false),
                Map.entry("offsets.topic.replication.factor", (short) 1),
                Map.entry("offsets.topic.num.partitions", 1),
                Map.entry("transaction.state.log.replication.factor", (short) 1),
                Map.entry("transaction.state.log.min.isr", 1),
                Map.entry("share.coordinator.state.topic.replication.factor", (short) 1),
                Map.entry("share.coordinator.state.topic.min.isr", (short) 1),
                // There is no second broker that would have what a power cut takes from this one's memory.
                Map.entry("log.flush.interval.messages", 1L),
                // One consumer a group: nobody else is worth waiting for.
                Map.entry("group.initial.rebalance.delay.ms", 0),
                // Who connects says how long his request is, and has so much heap before he has sent it. A
                // producer's are up to 1 MiB, and this process has some forty connections itself.
                Map.entry("socket.request.max.bytes", LARGEST_REQUEST),
                Map.entry("max.connections", MOST_CONNECTIONS),
                Map.entry("listener.name.controller.max.connections", MOST_TO_CONTROLLER),
                // In the five minutes that Kafka would let pass, a topic can outgrow its bound by gigabytes.
                Map.entry("log.retention.check.interval.ms", 10_000L),
                Map.entry("log.segment.delete.delay.ms", 5_000L),
                // Small enough for one process beside the functions: the defaults take 128 MiB of heap for the cleaner
                // alone, and map 10 MiB of index for every partition.
                Map.entry("log.cleaner.dedupe.buffer.size", 2_097_152L),
                Map.entry("log.cleaner.io.buffer.size", 131_072),
                Map.entry("log.index.size.max.bytes", 1_048_576),
                Map.entry("log.segment.bytes", 67_108_864),
                Map.entry("num.network.threads", 1),
                Map.entry("num.io.threads", 2),
                Map.entry("background.threads", 2),
                Map.entry("num.recovery.threads.per.data.dir", 2),
                // After a kill the old registration must time out before the new one is taken.
                Map.entry("broker.session.timeout.ms", 3_000),
                Map.entry("broker.heartbeat.interval.ms", 500),
                Map.entry("initial.broker.registration.timeout.ms", 30_000));
    }
}
