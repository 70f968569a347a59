package dev.darkroom.packaged;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.events.Topic;
import dev.darkroom.packaged.Darkroom.Result;
import dev.darkroom.wire.Topics;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What anybody may write onto a topic: it is kept with its reason, and what comes behind it is worked on. */
class UnreadableRecordsIT {
    /** Who reads each topic. */
    private static final Map<Topic, List<String>> GROUPS = Map.of(
            Topic.CATALOGUES, List.of("darkroom.registry.catalogues"),
            Topic.TARGETS, List.of("darkroom.registry.targets"),
            Topic.REQUESTED, List.of("darkroom.fetch", "darkroom.upload.repair"),
            Topic.FETCHED, List.of("darkroom.convert", "darkroom.registry.fetched"),
            Topic.CONVERTED, List.of("darkroom.upload", "darkroom.registry.converted"),
            Topic.READY, List.of("darkroom.registry.ready"),
            Topic.FAILED, List.of("darkroom.registry.failed"),
            Topic.SETTLED, List.of("darkroom.sweep"));

    private static final Duration LONG = Duration.ofSeconds(40);

    @TempDir
    Path work;

    private Darkroom darkroom;
    private Origin origin;
    private Darkroom.Running up;
    private String kafka;

    @BeforeEach
    void start() throws Exception {
        darkroom = new Darkroom(work);
        up = darkroom.up(work.resolve("images"));
        origin = new Origin();
        origin.have("disk.raw", Disks.raw(2, 7));
        kafka = darkroom.running().get("kafka").asText();
    }

    @AfterEach
    void stop() throws Exception {
        up.close();
        origin.close();
    }

    @Test
    void eachOfItsReadersKeepsItOnceWithTheReasonAndGoesOn() throws Exception {
        send(GROUPS.keySet().stream().collect(Collectors.toMap(topic -> topic, topic -> "hello".getBytes(UTF_8))));
        send(Map.of(Topic.REQUESTED, new byte[0]));

        assertWorkGoesOn();
        assertEverythingIsRead();
        Map<String, List<ConsumerRecord<byte[], byte[]>>> letters = deadLetters();
        GROUPS.forEach((topic, groups) -> {
            List<ConsumerRecord<byte[], byte[]>> kept = letters.getOrDefault(topic.deadLetters(), List.of());
            assertThat(kept).as(topic.address()).hasSize(groups.size() * (topic == Topic.REQUESTED ? 2 : 1));
            assertThat(kept).allSatisfy(letter -> {
                assertThat(header(letter, "dead-letter-reason")).startsWith("not a CloudEvent");
                assertThat(header(letter, "dead-letter-topic")).isEqualTo(topic.address());
                assertThat(letter.headers()).noneMatch(each -> each.key().startsWith("deserialization-failure"));
            });
            assertThat(kept.stream()
                            .map(letter -> header(letter, "dead-letter-group").replaceFirst("\\.[0-9a-f]{8}$", ""))
                            .distinct())
                    .containsExactlyInAnyOrderElementsOf(groups);
            assertThat(kept.getFirst().value()).isEqualTo("hello".getBytes(UTF_8));
        });
    }

    @Test
    void theLargestThatATopicTakesIsKeptWhole() throws Exception {
        byte[] largest = new byte[Topics.MAX_MESSAGE_BYTES - 1024];
        new Random(1).nextBytes(largest);
        send(Map.of(Topic.READY, largest, Topic.FETCHED, largest));

        assertWorkGoesOn();
        assertEverythingIsRead();
        Map<String, List<ConsumerRecord<byte[], byte[]>>> letters = deadLetters();
        assertThat(letters.get(Topic.FETCHED.deadLetters())).hasSize(2);
        assertThat(letters.get(Topic.READY.deadLetters()).getFirst().value()).isEqualTo(largest);
    }

    @Test
    void whatIsTooLargeEvenForTheDeadLettersIsNamedThere() throws Exception {
        setLargest(Topic.READY, 10_000_000);
        send(Map.of(Topic.READY, new byte[5_000_000]));

        assertWorkGoesOn();
        assertEverythingIsRead();
        ConsumerRecord<byte[], byte[]> letter =
                deadLetters().get(Topic.READY.deadLetters()).getFirst();
        assertThat(letter.value()).isNull();
        assertThat(header(letter, "dead-letter-reason")).contains("5000000 bytes");
        assertThat(header(letter, "dead-letter-offset")).isEqualTo("0");
    }

    /** Compressed, a record may be far smaller than what whoever reads it must have memory for. */
    @Test
    void whatUnpacksToMoreThanThereIsMemoryIsNotTaken() throws Exception {
        assertThatThrownBy(() -> send(Map.of(Topic.CATALOGUES, new byte[300_000_000])))
                .isInstanceOf(ExecutionException.class);

        assertWorkGoesOn();
        assertEverythingIsRead();
    }

    private void setLargest(Topic topic, int bytes) throws Exception {
        var resource = new ConfigResource(ConfigResource.Type.TOPIC, topic.address());
        var larger = new ConfigEntry(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, String.valueOf(bytes));
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka))) {
            admin.incrementalAlterConfigs(
                            Map.of(resource, List.of(new AlterConfigOp(larger, AlterConfigOp.OpType.SET))))
                    .all()
                    .get();
            long deadline = System.nanoTime() + LONG.toNanos(); // The broker says so a moment after its controller.
            while (!largest(admin, resource).equals(larger.value())) {
                assertThat(System.nanoTime()).isLessThan(deadline);
            }
        }
    }

    private static String largest(Admin admin, ConfigResource topic) throws Exception {
        return admin.describeConfigs(List.of(topic))
                .all()
                .get()
                .get(topic)
                .get(TopicConfig.MAX_MESSAGE_BYTES_CONFIG)
                .value();
    }

    private void assertWorkGoesOn() throws Exception {
        Path catalogue =
                Files.writeString(work.resolve("c.yaml"), CatalogueText.ofOne("disk", origin.url("whole/disk.raw")));
        Result synced = darkroom.run("sync", catalogue.toString(), "-f", "value", "-c", "Status");
        assertThat(synced.out()).as(synced.err()).isEqualTo("ready\n");
    }

    private void assertEverythingIsRead() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka))) {
            long deadline = System.nanoTime() + LONG.toNanos();
            List<String> behind = behind(admin);
            while (!behind.isEmpty() && System.nanoTime() < deadline) {
                Thread.sleep(200);
                behind = behind(admin);
            }
            assertThat(behind).as(up.err()).isEmpty();
        }
    }

    private List<String> behind(Admin admin) throws Exception {
        String suffix = Files.readString(darkroom.data().resolve("registry.id"));
        var behind = new ArrayList<String>();
        for (var readers : GROUPS.entrySet()) {
            var partition = new TopicPartition(readers.getKey().address(), 0);
            long end = admin.listOffsets(Map.of(partition, OffsetSpec.latest()))
                    .partitionResult(partition)
                    .get()
                    .offset();
            for (String group : readers.getValue()) {
                boolean ofRegistry = group.startsWith("darkroom.registry.");
                var offset = admin.listConsumerGroupOffsets(ofRegistry ? group + suffix : group)
                        .partitionsToOffsetAndMetadata()
                        .get()
                        .get(partition);
                if (end > 0 && (offset == null || offset.offset() < end)) {
                    behind.add(group);
                }
            }
        }
        return behind;
    }

    private void send(Map<Topic, byte[]> values) throws Exception {
        int room = 400_000_000;
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                kafka,
                "max.request.size",
                room,
                "buffer.memory",
                room,
                "compression.type",
                "gzip");
        try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer())) {
            for (var each : values.entrySet()) {
                producer.send(new ProducerRecord<>(each.getKey().address(), "key", each.getValue()))
                        .get();
            }
        }
    }

    private Map<String, List<ConsumerRecord<byte[], byte[]>>> deadLetters() {
        var letters = new HashMap<String, List<ConsumerRecord<byte[], byte[]>>>();
        List<TopicPartition> partitions = Stream.of(Topic.values())
                .map(topic -> new TopicPartition(topic.deadLetters(), 0))
                .toList();
        try (var consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", kafka), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(each -> consumer.position(each) < ends.get(each))) {
                consumer.poll(Duration.ofMillis(200))
                        .forEach(letter -> letters.computeIfAbsent(letter.topic(), topic -> new ArrayList<>())
                                .add(letter));
            }
        }
        return letters;
    }

    private static String header(ConsumerRecord<?, ?> letter, String name) {
        Header header = letter.headers().lastHeader(name);
        return header == null ? null : new String(header.value(), UTF_8);
    }
}
