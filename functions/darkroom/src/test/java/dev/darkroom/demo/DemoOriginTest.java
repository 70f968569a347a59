package dev.darkroom.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoOriginTest {
    @TempDir
    Path directory;

    private DemoOrigin origin;

    @BeforeEach
    void start() throws IOException {
        origin = new DemoOrigin(Map.of("a", Files.writeString(directory.resolve("file"), "0123456789")));
    }

    @AfterEach
    void stop() {
        origin.close();
    }

    @Test
    void sendsWholeFiles() throws Exception {
        HttpResponse<String> answer = get("a");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("0123456789");
        assertThat(answer.headers().firstValue("content-length")).contains("10");
    }

    @Test
    void hasNothingElse() throws Exception {
        assertThat(get("file").statusCode()).isEqualTo(404);
        assertThat(get("../file").statusCode()).isEqualTo(404);
    }

    private HttpResponse<String> get(String name) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(origin.uri().resolve(name)).build(), BodyHandlers.ofString());
        }
    }
}
