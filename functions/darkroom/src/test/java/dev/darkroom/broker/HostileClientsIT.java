package dev.darkroom.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every user of the machine reaches the embedded broker. */
class HostileClientsIT {
    private static final String TOPIC = "words";
    /** What it can do, asked in its oldest form. */
    private static final byte[] QUESTION = HexFormat.of().parseHex("0000000a" + "0012" + "0000" + "00000001" + "ffff");

    @TempDir
    Path directory;

    private final BlockingQueue<Optional<String>> gaveUp = new LinkedBlockingQueue<>();
    private final int port = FreePort.any();
    private final int controllerPort = FreePort.any();
    private EmbeddedKafka broker;

    @BeforeEach
    void start() throws Exception {
        quiet(true);
        broker =
                EmbeddedKafka.start(directory, port, controllerPort, reason -> gaveUp.add(Optional.ofNullable(reason)));
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(TOPIC, 1, (short) 1))).all().get();
        }
    }

    @AfterEach
    void stop() {
        broker.close();
        quiet(false);
    }

    @Test
    void whoSaysThatHisRequestIsLargerThanAnyIsClosedBeforeThereIsMemoryForIt() throws Exception {
        List<byte[]> beginnings = List.of(
                size(EmbeddedKafka.LARGEST_REQUEST + 1),
                size(100 << 20),
                size(-1),
                size(Integer.MIN_VALUE),
                HexFormat.of().parseHex("0300000b06e00000000000"));
        for (byte[] beginning : beginnings) {
            for (int each : List.of(port, controllerPort)) {
                try (Socket socket = connect(each)) {
                    socket.getOutputStream().write(beginning);
                    assertThat(isClosed(socket))
                            .as("%s at %d", HexFormat.of().formatHex(beginning), each)
                            .isTrue();
                }
            }
        }
        assertTakesAndHandsOverARecord();
    }

    @Test
    void connectionsAreBounded() throws Exception {
        assertThat(answered(port)).isBetween(50, EmbeddedKafka.MOST_CONNECTIONS);
        assertThat(answered(controllerPort)).isBetween(1, EmbeddedKafka.MOST_TO_CONTROLLER);
        assertTakesAndHandsOverARecord();
    }

    /** How many connections it serves at once, up to the first that it does not. */
    private static int answered(int port) throws IOException {
        var sockets = new ArrayList<Socket>();
        try {
            int answered = 0;
            while (answered == sockets.size() && answered <= EmbeddedKafka.MOST_CONNECTIONS) {
                Socket socket = connect(port);
                sockets.add(socket);
                socket.getOutputStream().write(QUESTION);
                answered += isAnswered(socket) ? 1 : 0;
            }
            return answered;
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
    }

    /** Kafka itself would go on without that thread, and look well. */
    @Test
    void whoStartedItHearsOfAnErrorOverWhichAThreadOfItEnds() throws Exception {
        var lack = new OutOfMemoryError("Java heap space");
        Runnable fails = () -> Logger.getLogger("kafka.network.Processor")
                .log(Level.SEVERE, "Processor got uncaught exception.", lack);
        assertThat(gaveUp).isEmpty();

        Thread.ofPlatform()
                .name("data-plane-kafka-request-handler-0")
                .start(fails)
                .join();
        assertThat(gaveUp).as("the answer to one request").isEmpty();

        Thread.ofPlatform()
                .name("data-plane-kafka-network-thread-1")
                .start(fails)
                .join();
        assertThat(gaveUp.poll(1, TimeUnit.SECONDS).orElseThrow()).contains("Java heap space");
    }

    @Test
    void aTopicIsSoonHeldToItsBound() throws Exception {
        var partition = new TopicPartition("bounded", 0);
        Map<String, Object> settings = Map.of("bootstrap.servers", broker.bootstrapServers());
        try (Admin admin = Admin.create(settings);
                var producer = new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            var bounds = Map.of("retention.bytes", "1048576", "segment.bytes", "1048576");
            admin.createTopics(List.of(new NewTopic(partition.topic(), 1, (short) 1).configs(bounds)))
                    .all()
                    .get();
            long first = 0;
            for (int round = 0; round < 2; round++) { // When it looks first, and how soon again.
                for (int sent = 0; sent < 8; sent++) {
                    producer.send(new ProducerRecord<>(partition.topic(), "x".repeat(600_000)))
                            .get();
                }
                Instant deadline = Instant.now().plusSeconds(60);
                long before = first;
                while (first == before) {
                    assertThat(Instant.now()).isBefore(deadline);
                    Thread.sleep(500);
                    first = first(admin, partition);
                }
            }
        }
    }

    private static long first(Admin admin, TopicPartition partition) throws Exception {
        return admin.listOffsets(Map.of(partition, OffsetSpec.earliest()))
                .partitionResult(partition)
                .get()
                .offset();
    }

    private void assertTakesAndHandsOverARecord() throws Exception {
        Map<String, Object> settings = Map.of("bootstrap.servers", broker.bootstrapServers(), "max.block.ms", 20_000);
        try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(TOPIC, "key", "said")).get(20, TimeUnit.SECONDS);
        }
        var partition = new TopicPartition(TOPIC, 0);
        try (var consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new StringDeserializer(),
                new StringDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            assertThat(consumer.poll(Duration.ofSeconds(20)).records(partition))
                    .extracting(record -> record.value())
                    .containsExactly("said");
        }
        assertThat(gaveUp).isEmpty();
    }

    private static byte[] size(int size) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(size).array();
    }

    private static Socket connect(int port) throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(5_000);
        return socket;
    }

    private static boolean isClosed(Socket socket) throws IOException {
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (SocketException e) {
            return true; // It had not read all.
        }
    }

    private static boolean isAnswered(Socket socket) throws IOException {
        try {
            var in = new DataInputStream(socket.getInputStream());
            in.readFully(new byte[in.readInt()]);
            return true;
        } catch (SocketTimeoutException | SocketException | EOFException e) {
            return false;
        }
    }

    private static void quiet(boolean quiet) {
        EmbeddedKafka.LOGGERS.forEach(logger -> logger.setUseParentHandlers(!quiet));
    }
}
