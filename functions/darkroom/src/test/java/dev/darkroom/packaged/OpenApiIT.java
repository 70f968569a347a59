package dev.darkroom.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.darkroom.house.OpenApi;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a running Darkroom answers is what openapi.yaml describes. */
class OpenApiIT {
    private static final String PROBLEM = "application/problem+json";

    @TempDir
    Path work;

    private final OpenApi document = new OpenApi();
    private final HttpClient client = HttpClient.newHttpClient();
    private final Set<String> asked = new TreeSet<>();
    private Darkroom darkroom;

    @Test
    void everyAnswerIsAsDescribed() throws Exception {
        darkroom = new Darkroom(work);
        try (client;
                Origin origin = new Origin();
                Darkroom.Running up = darkroom.up(work.resolve("images"))) {
            origin.have("disk.raw", Disks.raw(2, 7));
            JsonNode published = body(publish(origin));
            assertThat(published.get("refused_count").asInt()).isEqualTo(1);

            assertThat(body(ask("GET /ids", "/ids?wait=1m")).has("standing")).isTrue();
            ask("GET /ids", "/ids?format=tfvars");
            ask("GET /ids", "/ids?format=yaml");
            assertProblem(ask("GET /ids", "/ids?format=xml"), 400, "question-invalid");
            ask("GET /images", "/images");
            JsonNode good = body(ask("GET /images/{key}", "/images/good"));
            assertThat(good.at("/targets/images/status").asText()).isEqualTo("ready");
            JsonNode lost = body(ask("GET /images/{key}", "/images/lost"));
            assertThat(lost.at("/targets/images/code").asText()).isEqualTo("origin-not-found");
            askAsText("/images/good");
            assertProblem(askAsText("/images/lost"), 404, "image-failed");
            assertProblem(ask("GET /images/{key}", "/images/nix"), 404, "key-unknown");
            ask("GET /targets", "/targets");
            assertUnchanged("GET /aliases", "/aliases");
            ask("GET /catalogues/{name}", "/catalogues/mine");
            assertProblem(ask("GET /catalogues/{name}", "/catalogues/nix"), 404, "catalogue-unknown");
            ask("GET /progress", "/progress");
            send("POST /images/{key}/retry", post("/images/lost/retry", "{}"));
            send("POST /images/{key}/retry", post("/images/good/retry", "{}"));
            assertProblem(send("POST /images/{key}/retry", post("/images/nix/retry", "{}")), 404, "key-unknown");
            assertProblem(send("POST /catalogues", post("/catalogues", "{}")), 400, "catalogue-invalid");
            assertThat(up.process().isAlive()).isTrue();
        }
        assertThat(asked).isEqualTo(document.operations().keySet());
    }

    private HttpResponse<String> publish(Origin origin) throws Exception {
        String good = "\"source_url\":\"" + origin.url("whole/disk.raw") + "\",\"source_disk_format\":\"raw\"";
        String catalogue = "{\"catalogue\":\"mine\",\"images\":{\"good\":{\"name\":\"good\"," + good
                + "},\"lost\":{\"name\":\"lost\"," + good.replace("disk.raw", "lost.raw")
                + "},\"bad\":{\"name\":\"bad\"," + good + ",\"min_disk\":-1}},"
                + "\"aliases\":{\"standing\":\"good\",\"leading_nowhere\":\"nix\"},"
                + "\"wiring\":{\"its_variable\":\"standing\"}}";
        return Darkroom.awaitAdmission(() -> send("POST /catalogues", post("/catalogues", catalogue)));
    }

    private void assertUnchanged(String operation, String path) throws Exception {
        String tag = ask(operation, path).headers().firstValue("ETag").orElseThrow();
        HttpResponse<String> again = send(operation, request(path).header("If-None-Match", tag));
        assertThat(again.statusCode()).isEqualTo(304);
    }

    private static void assertProblem(HttpResponse<String> answer, int status, String code) throws IOException {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(mediaType(answer)).isEqualTo(PROBLEM);
        assertThat(body(answer).get("code").asText()).isEqualTo(code);
    }

    private HttpResponse<String> ask(String operation, String path) throws Exception {
        return send(operation, request(path));
    }

    private HttpResponse<String> askAsText(String path) throws Exception {
        return send("GET /images/{key}", request(path).header("Accept", "text/plain"));
    }

    private HttpRequest.Builder post(String path, String body) throws IOException {
        return request(path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(body));
    }

    private HttpRequest.Builder request(String path) throws IOException {
        return HttpRequest.newBuilder(URI.create(Web.uri(darkroom) + path));
    }

    private HttpResponse<String> send(String operation, HttpRequest.Builder request) throws Exception {
        asked.add(operation);
        HttpResponse<String> answer = client.send(request.build(), BodyHandlers.ofString());
        String mediaType = mediaType(answer);
        JsonNode body = mediaType.endsWith("json") ? body(answer) : TextNode.valueOf(answer.body());
        assertThat(document.errors(document.operations().get(operation), answer.statusCode(), mediaType, body))
                .as("%s: %s %s", answer.uri(), answer.statusCode(), answer.body())
                .isEmpty();
        return answer;
    }

    private static String mediaType(HttpResponse<String> answer) {
        return answer.headers().firstValue("Content-Type").orElse("").replaceFirst(";.*", "");
    }

    private static JsonNode body(HttpResponse<String> answer) throws IOException {
        return new ObjectMapper().readTree(answer.body());
    }
}
