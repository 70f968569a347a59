package dev.darkroom.broker;

import static dev.darkroom.events.testing.Threads.OWN_THREAD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.events.ImageKey;
import dev.darkroom.events.ImageSettled;
import dev.darkroom.events.TargetName;
import dev.darkroom.events.Topic;
import dev.darkroom.wire.Cause;
import dev.darkroom.wire.EventDeserializer;
import dev.darkroom.wire.KafkaBus;
import dev.darkroom.wire.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.NotControllerException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedKafkaIT {
    private static final ImageSettled EVENT = new ImageSettled(
            new ImageKey("debian_12"), List.of(new TargetName("cloud")), List.of(), List.of(), 2, null);

    @TempDir
    Path directory;

    private final BlockingQueue<Optional<String>> gaveUp = new LinkedBlockingQueue<>();

    @Test
    void itsErrorsAreSaidExceptWhatItRefusesBeforeItKnowsThatItIsTheController() throws Exception {
        var said = new ArrayList<String>();
        var log = Logger.getLogger("kafka.server.ControllerApis");
        var hears = new Handler() {
            @Override
            public void publish(LogRecord record) {
                said.add(record.getMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        try (var broker = start()) {
            log.addHandler(hears);
            log.log(Level.SEVERE, "refused", new CompletionException(new NotControllerException("node 1 is")));
            log.log(Level.SEVERE, "broken", new CompletionException(new IllegalStateException("not so")));
            log.log(Level.SEVERE, "without a cause");
        } finally {
            log.removeHandler(hears);
        }
        assertThat(said).containsExactly("broken", "without a cause");
    }

    /** Kafka does not start with an empty file. */
    @Test
    void aPowerCutSoonAfterTheFirstStartTakesNothingThatIsNeeded() throws Exception {
        start().close();
        Files.write(directory.resolve("bootstrap.checkpoint"), new byte[0]);

        try (var broker = start()) {
            ensureTopics(broker);
        }
    }

    @Test
    void whatWasPublishedIsThereAfterARestart() throws Exception {
        try (var broker = start()) {
            ensureTopics(broker);
            var clock = Clock.fixed(Instant.parse("2026-11-24T01:02:03.456789Z"), ZoneOffset.UTC);
            var cause = new Cause("cause-id", "catalogue-id", null);
            try (var bus =
                    KafkaBus.connect(Map.of("bootstrap.servers", broker.bootstrapServers()), () -> cause, clock)) {
                bus.publish(EVENT);
            }
        }
        try (var broker = start()) {
            ConsumerRecord<String, Object> record = read(broker, Topic.SETTLED).getFirst();
            assertThat(record.value()).isEqualTo(EVENT);
            assertThat(record.key()).isEqualTo("debian_12");
            assertThat(headers(record))
                    .contains(
                            "content-type: application/json",
                            "ce_specversion: 1.0",
                            "ce_id: " + EVENT.id(),
                            "ce_source: /darkroom/registry",
                            "ce_type: dev.darkroom.image.settled.v1",
                            "ce_subject: debian_12",
                            "ce_time: 2026-11-24T01:02:03.456Z",
                            "ce_partitionkey: debian_12",
                            "ce_correlationid: catalogue-id",
                            "ce_causationid: cause-id");
        }
    }

    @Test
    void topicsAreCreatedOnceWithTheirCleanUp() throws Exception {
        try (var broker = start()) {
            ensureTopics(broker);
            ensureTopics(broker); // What is there is left alone.
            awaitConfig(broker, Topic.READY.address(), "cleanup.policy", "compact");
            awaitConfig(broker, Topic.REQUESTED.address(), "cleanup.policy", "delete");
            awaitConfig(
                    broker,
                    Topic.REQUESTED.address(),
                    "retention.ms",
                    String.valueOf(Duration.ofDays(7).toMillis()));
            String dead = Topic.READY.deadLetters();
            awaitConfig(
                    broker,
                    dead,
                    "retention.ms",
                    String.valueOf(Duration.ofDays(30).toMillis()));
            awaitConfig(broker, dead, "retention.bytes", String.valueOf(256 << 20));
        }
    }

    @Test
    void whoStartedItHearsThatItCannotWriteAnyMore() throws Exception {
        try (var broker = start()) {
            ensureTopics(broker);
            assertThat(gaveUp).isEmpty();
            quiet(true);

            // As on a full disk, what it writes every five seconds cannot be written.
            Files.createDirectory(directory.resolve("replication-offset-checkpoint.tmp"));

            assertThat(gaveUp.poll(30, TimeUnit.SECONDS).orElse("nothing"))
                    .contains(directory.resolve("replication-offset-checkpoint").toString());
        } finally {
            quiet(false);
        }
    }

    @Test
    void theFileOverWhichItGivesUpIsNamed() throws Exception {
        Path file = spoiled("replication-offset-checkpoint");
        quiet(true);
        try (var broker = start()) {
            assertThat(gaveUp.poll(30, TimeUnit.SECONDS).orElse("nothing")).contains(file.toString());
        } finally {
            quiet(false);
        }
    }

    @Test
    void theFileOverWhichItDoesNotStartIsNamed() throws Exception {
        Path file = spoiled("__cluster_metadata-0/quorum-state");
        quiet(true);
        try {
            assertThatThrownBy(this::start)
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith("the embedded Kafka in " + directory + " did not start: ")
                    .hasMessageContaining(file.toString());
        } finally {
            quiet(false);
        }
    }

    @Test
    void whyItsDirectoryCannotBeFormattedIsSaid() throws IOException {
        Files.createDirectory(directory.resolve("bootstrap.checkpoint"));

        assertThatThrownBy(this::start)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("could not be formatted: ")
                .hasMessageEndingWith("bootstrap.checkpoint: Is a directory");
    }

    /** A file of the last start. */
    private Path spoiled(String name) throws Exception {
        try (var broker = start()) {
            ensureTopics(broker);
        }
        return Files.writeString(directory.resolve(name), "garbage\n");
    }

    /** It says much when it gives up. */
    private static void quiet(boolean quiet) {
        EmbeddedKafka.LOGGERS.forEach(logger -> logger.setUseParentHandlers(!quiet));
    }

    @Test
    void topicsOfAnEarlierVersionGetTheRoomThatDeadLettersNeed() throws Exception {
        String tight = Topic.READY.deadLetters();
        String roomy = Topic.FAILED.deadLetters();
        try (var broker = start();
                Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            admin.createTopics(List.of(
                            new NewTopic(tight, 1, (short) 1).configs(Map.of("max.message.bytes", "614400")),
                            new NewTopic(roomy, 1, (short) 1).configs(Map.of("max.message.bytes", "10000000"))))
                    .all()
                    .get();

            assertThat(new Topics(1, (short) 1).ensure(admin)).isEmpty();

            String enough = String.valueOf(Topics.MAX_DEAD_LETTER_BYTES);
            awaitConfig(broker, tight, "max.message.bytes", enough);
            assertThat(config(broker, roomy, "max.message.bytes")).isEqualTo("10000000");
            awaitConfig(broker, roomy, "compression.type", "uncompressed");
        }
    }

    @Test
    void noTopicTakesWhatUnpacksToMoreThanItsLimit() throws Exception {
        try (var broker = start()) {
            ensureTopics(broker);
            Map<String, Object> settings = Map.of(
                    "bootstrap.servers",
                    broker.bootstrapServers(),
                    "compression.type",
                    "gzip",
                    "max.request.size",
                    10_000_000);
            try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer())) {
                for (Topic topic : Topic.values()) {
                    awaitConfig(broker, topic.address(), "compression.type", "uncompressed");
                    var record = new ProducerRecord<>(topic.address(), "key", new byte[Topics.MAX_MESSAGE_BYTES]);
                    assertThatThrownBy(() -> producer.send(record).get())
                            .as(topic.address())
                            .hasCauseInstanceOf(RecordTooLargeException.class);
                }
            }
        }
    }

    @Test
    void eachRecordOfATopicIsToBeFlushedByItself() throws Exception {
        try (var broker = start()) {
            ensureTopics(broker);
            for (Topic topic : Topic.values()) {
                awaitConfig(broker, topic.address(), "flush.messages", "1");
            }
        }
    }

    /** The broker says so a moment after its controller. */
    private static void awaitConfig(EmbeddedKafka broker, String topic, String name, String value) throws Exception {
        Instant deadline = Instant.now().plusSeconds(10);
        while (!has(broker, topic, name, value)) {
            assertThat(Instant.now()).as("%s of %s", name, topic).isBefore(deadline);
        }
    }

    @Test
    void whatIsSaidWhileTheBrokerIsAwayIsSaidWhenItComes() throws Exception {
        int port = FreePort.any();
        try (var broker = start(port)) {
            ensureTopics(broker);
        }
        Map<String, Object> settings =
                Map.of("bootstrap.servers", "127.0.0.1:" + port, "max.block.ms", 500, "reconnect.backoff.max.ms", 200);
        try (var bus = KafkaBus.connect(settings, () -> Cause.NONE, Clock.systemUTC())) {
            var published = CompletableFuture.runAsync(() -> bus.publish(EVENT), OWN_THREAD);
            Thread.sleep(Duration.ofSeconds(2));
            assertThat(published).isNotDone();
            try (var broker = start(port)) {
                assertThat(published).succeedsWithin(Duration.ofMinutes(1));
                assertThat(read(broker, Topic.SETTLED).getFirst().value()).isEqualTo(EVENT);
            }
        }
    }

    private EmbeddedKafka start() throws Exception {
        return start(FreePort.any());
    }

    private EmbeddedKafka start(int port) throws Exception {
        return EmbeddedKafka.start(directory, port, FreePort.any(), reason -> gaveUp.add(Optional.ofNullable(reason)));
    }

    private static void ensureTopics(EmbeddedKafka broker) throws InterruptedException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            new Topics(1, (short) 1).ensure(admin);
        }
    }

    private static boolean has(EmbeddedKafka broker, String topic, String name, String value) throws Exception {
        try {
            return config(broker, topic, name).equals(value);
        } catch (ExecutionException e) {
            assertThat(e).hasCauseInstanceOf(UnknownTopicOrPartitionException.class);
            return false;
        }
    }

    private static String config(EmbeddedKafka broker, String topic, String name)
            throws InterruptedException, ExecutionException {
        var resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            return admin.describeConfigs(List.of(resource))
                    .all()
                    .get()
                    .get(resource)
                    .get(name)
                    .value();
        }
    }

    private static List<ConsumerRecord<String, Object>> read(EmbeddedKafka broker, Topic topic) {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                broker.bootstrapServers(),
                "key.deserializer",
                StringDeserializer.class,
                "value.deserializer",
                EventDeserializer.class,
                "auto.offset.reset",
                "earliest",
                "group.id",
                "test");
        var records = new ArrayList<ConsumerRecord<String, Object>>();
        try (var consumer = new KafkaConsumer<String, Object>(settings)) {
            consumer.subscribe(List.of(topic.address()));
            Instant deadline = Instant.now().plusSeconds(30);
            while (records.isEmpty() && Instant.now().isBefore(deadline)) {
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
            }
        }
        return records;
    }

    private static List<String> headers(ConsumerRecord<?, ?> record) {
        var headers = new ArrayList<String>();
        for (Header header : record.headers()) {
            headers.add(header.key() + ": " + new String(header.value(), java.nio.charset.StandardCharsets.UTF_8));
        }
        return headers;
    }
}
