package dev.darkroom.packaged;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** What a run has left for others to read, by where it lies. */
final class Traces {
    private static final Duration POLL = Duration.ofMillis(200);

    private Traces() {}

    /** Every record of every topic, keys and headers too. */
    static Map<String, String> topics(String bootstrap) {
        Map<String, Object> settings = Map.of("bootstrap.servers", bootstrap, "auto.offset.reset", "earliest");
        var found = new TreeMap<String, String>();
        try (var consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> all = consumer.listTopics().values().stream()
                    .flatMap(List::stream)
                    .map(each -> new TopicPartition(each.topic(), each.partition()))
                    .filter(each -> !each.topic().startsWith("__"))
                    .toList();
            consumer.assign(all);
            consumer.seekToBeginning(all);
            var ends = consumer.endOffsets(all);
            while (all.stream().anyMatch(each -> consumer.position(each) < ends.get(each))) {
                consumer.poll(POLL)
                        .forEach(record -> found.merge(
                                "topic " + record.topic(),
                                text(record.key()) + " " + text(record.value())
                                        + Stream.of(record.headers().toArray())
                                                .map(header -> " " + header.key() + "=" + text(header.value()))
                                                .collect(Collectors.joining()),
                                (old, now) -> old + "\n" + now));
            }
        }
        return found;
    }

    /** Says something on a topic as nobody but a stranger would: with no judgement of what it is. */
    static void publish(String bootstrap, String topic, Map<String, String> headers, String value) throws Exception {
        var record = new ProducerRecord<String, String>(topic, "stranger", value);
        headers.forEach((name, each) -> record.headers().add(name, each.getBytes(StandardCharsets.UTF_8)));
        Map<String, Object> settings = Map.of("bootstrap.servers", bootstrap);
        try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            producer.send(record).get();
        }
    }

    /** The answers to these questions, headers too. */
    static Map<String, String> answers(URI service, List<String> paths) throws IOException, InterruptedException {
        var found = new TreeMap<String, String>();
        for (String path : paths) {
            found.put("GET " + path, whole(get(service.resolve(path))));
        }
        return found;
    }

    /** The answer to a document that is sent. */
    static String post(URI to, Path document) throws IOException, InterruptedException {
        return whole(send(HttpRequest.newBuilder(to)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofFile(document))));
    }

    static HttpResponse<String> get(URI from) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(from));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request.build(), BodyHandlers.ofString());
        }
    }

    private static String whole(HttpResponse<String> answer) {
        return answer.statusCode() + " " + answer.headers().map() + answer.body();
    }

    /** Every file below a directory, as it is. */
    static Map<String, String> files(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile)
                    .collect(Collectors.toMap(
                            file -> "file " + directory.relativize(file), Traces::content, (a, b) -> a, TreeMap::new));
        }
    }

    /** The registry's database as SQL; nobody may have it open. */
    static String database(String url) throws Exception {
        try (Connection connection = DriverManager.getConnection(url);
                ResultSet script = connection.createStatement().executeQuery("SCRIPT")) {
            var lines = new StringBuilder();
            while (script.next()) {
                lines.append(script.getString(1)).append('\n');
            }
            return lines.toString();
        }
    }

    /** Where one of the words stands, as {@code word in place}. */
    static List<String> of(Map<String, String> secrets, Map<String, String> places) {
        return secrets.entrySet().stream()
                .flatMap(secret -> places.entrySet().stream()
                        .filter(place -> place.getValue().contains(secret.getValue()))
                        .map(place -> secret.getKey() + " in " + place.getKey()))
                .toList();
    }

    private static String content(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static String text(byte[] bytes) {
        return bytes == null ? "null" : new String(bytes, StandardCharsets.UTF_8);
    }
}
