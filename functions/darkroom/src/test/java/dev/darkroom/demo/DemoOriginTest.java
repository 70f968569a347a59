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
        HttpResponse<String> answer = get("a", null);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("0123456789");
        assertThat(answer.headers().firstValue("content-length")).contains("10");
    }

    @Test
    void sendsTheRestOfOneThatWasCut() throws Exception {
        HttpResponse<String> answer = get("a", "bytes=7-");

        assertThat(answer.statusCode()).isEqualTo(206);
        assertThat(answer.body()).isEqualTo("789");
        assertThat(answer.headers().firstValue("content-range")).contains("bytes 7-9/10");
    }

    @Test
    void aRangeThatThereIsNotIsIgnored() throws Exception {
        assertThat(get("a", "bytes=10-").body()).isEqualTo("0123456789");
        assertThat(get("a", "bytes=-3").statusCode()).isEqualTo(200);
    }

    @Test
    void hasNothingElse() throws Exception {
        assertThat(get("file", null).statusCode()).isEqualTo(404);
        assertThat(get("../file", null).statusCode()).isEqualTo(404);
    }

    private HttpResponse<String> get(String name, String range) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(origin.uri().resolve(name));
        if (range != null) {
            request.header("Range", range);
        }
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request.build(), BodyHandlers.ofString());
        }
    }
}
