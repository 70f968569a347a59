package dev.darkroom.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.darkroom.packaged.Darkroom.Result;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code darkroom up}, and those who use it. */
class UpIT {
    private static final String ITS_ID = "0e0e7d0c-6f5f-4b6e-9a35-0d3a3e8a7b11";

    @TempDir
    Path work;

    private Darkroom darkroom;
    private Origin origin;
    private Darkroom.Running up;
    private JsonNode running;

    @BeforeEach
    void start() throws Exception {
        darkroom = new Darkroom(work);
        origin = new Origin();
        origin.have("disk.raw", Disks.raw(2, 7));
        up = darkroom.up(work.resolve("images"));
        running = darkroom.running();
    }

    @AfterEach
    void stop() throws Exception {
        up.close();
        origin.close();
    }

    @Test
    void servesThoseWhoPublishWithKafkaAloneAndThoseWhoAskByHttp() throws Exception {
        HttpResponse<String> health = whenReady();
        assertThat(health.statusCode()).as(health.body()).isEqualTo(200);
        assertThat(health.body()).contains("\"registry\"", "\"sandbox\"");
        assertThat(get("/q/health/live").statusCode()).isEqualTo(200);

        publishWithKcat("by_kafka");
        Result ids = darkroom.run("ids", "by_kafka", "--wait", "1m", "-f", "value");
        assertThat(ids.code()).as(ids.err()).isZero();
        assertThat(get("/ids?format=env").body())
                .isEqualTo("BY_KAFKA=" + ids.out().strip() + "\n");
        assertThat(consumeWithKcat())
                .contains("ce_type=dev.darkroom.image.ready.v1", "ce_correlationid=" + ITS_ID)
                .contains("images/by_kafka")
                .contains(ids.out().strip());

        assertCommandsUseIt();
        assertErrorsAreProblems();
        assertThat(get("/q/metrics").body())
                .contains(
                        "darkroom_registry_images{status=\"ready\"} 2.0",
                        "darkroom_registry_oldest_unfinished_seconds 0.0",
                        "darkroom_staging_free_bytes ");

        up.process().destroy();
        assertThat(up.process().waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(up.err()).doesNotContain("ERROR");
        assertThat(darkroom.run("ids", "by_kafka", "-f", "value").out()).isEqualTo(ids.out());
    }

    /** As a pipeline does: what it publishes counts in what it asks then. */
    @Test
    void whatIsAskedBehindAPublicationIsAnsweredWithIt() throws Exception {
        publish("\"images\":{" + image("one") + "},\"aliases\":{\"al\":\"one\"}");
        JsonNode first = ids("/ids?format=json&wait=2m");
        assertThat(first.fieldNames()).toIterable().containsExactly("al", "one");

        publish("\"images\":{" + image("one") + "," + image("two") + "},\"aliases\":{\"al\":\"two\"}");
        JsonNode moved = ids("/ids?format=json&wait=2m&key=al");

        assertThat(moved.get("al"))
                .isNotEqualTo(first.get("one"))
                .isEqualTo(ids("/ids?format=json").get("two"));
    }

    private void publish(String fields) throws Exception {
        String catalogue = "{\"catalogue\":\"pipeline\"," + fields + "}";
        Darkroom.awaitAdmission(() -> post("/catalogues", "application/json", catalogue));
    }

    private JsonNode ids(String question) throws Exception {
        HttpResponse<String> answer = get(question);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return new ObjectMapper().readTree(answer.body());
    }

    private void assertCommandsUseIt() throws Exception {
        Path catalogue = Files.writeString(work.resolve("c.yaml"), catalogue("by_command"));
        Result published = darkroom.run("publish", catalogue.toString());
        assertThat(published.code()).as(published.err()).isZero();
        Result waited = darkroom.run("image", "wait", "by_command", "-f", "value", "-c", "Status");
        assertThat(waited.out()).as(waited.err()).isEqualTo("ready\n");
        Result synced = darkroom.run("sync", catalogue.toString(), "-f", "value", "-c", "Status");
        assertThat(synced.out()).as(synced.err()).isEqualTo("ready\n");

        Result other = darkroom.run("sync", catalogue.toString(), "--to", "dir:/elsewhere");
        assertThat(other.code()).isEqualTo(1);
        assertThat(other.err()).contains("does not publish to dir:/elsewhere").contains("it publishes to images");
        int port = URI.create(running.get("http").asText()).getPort();
        Result third = new Darkroom(work, work.resolve("third")).run("up", "--http-port", String.valueOf(port));
        assertThat(third.err())
                .contains("port " + port + " of 127.0.0.1 is in use")
                .contains("--http-port");
        Result second = darkroom.run("up", "--http-port", "0", "--kafka-port", "0");
        assertThat(second.code()).isEqualTo(1);
        assertThat(second.err())
                .contains("is held by process " + up.process().pid())
                .contains(running.get("http").asText());
    }

    /** Functions are reached by events only: a page of any origin could post to them. */
    private void assertErrorsAreProblems() throws Exception {
        HttpResponse<String> unknown = get("/images/nix");
        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(unknown.headers().firstValue("content-type")).contains("application/problem+json");
        assertThat(unknown.body()).contains("\"code\":\"key-unknown\"");
        for (String path : List.of("/ids?targt=x", "/ids?key", "/images?wait=1s", "/progress?a=b")) {
            HttpResponse<String> ignored = get(path);
            assertThat(ignored.statusCode()).as(path).isEqualTo(400);
            assertThat(ignored.headers().firstValue("content-type")).contains("application/problem+json");
            assertThat(ignored.body()).contains("\"code\":\"question-invalid\"");
        }
        for (String path : List.of("/admit", "/record-ready", "/fetch")) {
            assertThat(post(path, "text/plain").statusCode()).as(path).isEqualTo(404);
        }
        assertThat(get("/image").body()).contains("nothing is at this path", "/images/{key}");
        assertThat(get("/catalogues").body()).contains("does not take that method", "POST goes to /catalogues");
        assertThat(get("/catalogues").headers().firstValue("Allow")).contains("POST");
        assertThat(send(HttpRequest.newBuilder(uri("/ids")).DELETE()).headers().firstValue("Allow"))
                .contains("GET, HEAD");
        for (String path : List.of("/images", "/images/nix", "/catalogues/nix")) {
            assertThat(methods(path)).as(path).containsExactly("GET, HEAD");
        }
        for (String path : List.of("/catalogues", "/images/nix/retry")) {
            assertThat(methods(path)).as(path).containsExactly("POST");
        }
        HttpResponse<String> asText = post("/catalogues", "text/plain");
        assertThat(asText.statusCode()).isEqualTo(415);
        assertThat(asText.body()).contains("Content-Type: application/json");
    }

    private List<String> methods(String path) throws Exception {
        HttpResponse<String> answer =
                send(HttpRequest.newBuilder(uri(path)).method("OPTIONS", HttpRequest.BodyPublishers.noBody()));
        assertThat(answer.statusCode()).as(path).isEqualTo(200);
        return answer.headers().allValues("Allow");
    }

    private void publishWithKcat(String key) throws Exception {
        String data = "{\"catalogue\":\"mine\",\"images\":{" + image(key) + "}}";
        Process kcat = kcat(
                "-P",
                "-t",
                "darkroom.catalogues.v1",
                "-k",
                "mine",
                "-H",
                "ce_specversion=1.0",
                "-H",
                "ce_id=" + ITS_ID,
                "-H",
                "ce_source=/me",
                "-H",
                "ce_type=dev.darkroom.catalogue.updated.v1",
                "-H",
                "content-type=application/json");
        try (var in = kcat.outputWriter()) {
            in.write(data);
        }
        assertThat(kcat.waitFor()).isZero();
    }

    private String consumeWithKcat() throws Exception {
        Process kcat = kcat("-C", "-e", "-q", "-t", "darkroom.ready.v1", "-f", "%k %h %s\n");
        String consumed = new String(kcat.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(kcat.waitFor()).isZero();
        return consumed;
    }

    private Process kcat(String... arguments) throws Exception {
        var command = new java.util.ArrayList<>(
                List.of("kcat", "-b", running.get("kafka").asText()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private String image(String key) {
        return "\"" + key + "\":{\"name\":\"" + key + "\",\"source_url\":\"" + origin.url("whole/disk.raw")
                + "\",\"source_disk_format\":\"raw\"}";
    }

    private String catalogue(String key) {
        return CatalogueText.ofOne(key, origin.url("whole/disk.raw"));
    }

    /** It serves before its registry has been through everything once. */
    private HttpResponse<String> whenReady() throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        HttpResponse<String> health = get("/q/health/ready");
        while (health.statusCode() != 200 && System.nanoTime() < deadline) {
            Thread.sleep(50);
            health = get("/q/health/ready");
        }
        return health;
    }

    private HttpResponse<String> get(String path) throws Exception {
        return send(HttpRequest.newBuilder(uri(path)));
    }

    private HttpResponse<String> post(String path, String contentType) throws Exception {
        return post(path, contentType, "{}");
    }

    private HttpResponse<String> post(String path, String contentType, String body) throws Exception {
        return send(HttpRequest.newBuilder(uri(path))
                .header("Content-Type", contentType)
                .POST(BodyPublishers.ofString(body)));
    }

    private URI uri(String path) {
        return URI.create(running.get("http").asText() + path);
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request.build(), BodyHandlers.ofString());
        }
    }
}
