package dev.darkroom.packaged;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Asks a running Darkroom over HTTP, as the tools of its users do. */
final class Web implements AutoCloseable {
    private final URI base;
    private final HttpClient client = HttpClient.newHttpClient();

    Web(URI base) {
        this.base = base;
    }

    /** The one that holds a data directory. */
    static Web of(Darkroom darkroom) throws IOException {
        return new Web(uri(darkroom));
    }

    static URI uri(Darkroom darkroom) throws IOException {
        return URI.create(darkroom.running().get("http").asText());
    }

    /** @param token null: none */
    HttpResponse<String> ask(String method, String path, String token) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(base + path))
                .timeout(Duration.ofSeconds(30))
                .header("Content-Type", "application/json")
                .method(method, method.equals("POST") ? BodyPublishers.ofString("{}") : BodyPublishers.noBody());
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    HttpClient client() {
        return client;
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
