package dev.darkroom.cli.ask;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.darkroom.events.Texts;
import dev.darkroom.wire.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;

/** Questions and answers over HTTP; an answer that is an error becomes an exception in a sentence. */
final class Exchange implements AutoCloseable {
    static final int NOT_MODIFIED = 304;
    private static final Duration CONNECT = Duration.ofSeconds(5);

    private final URI base;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .build();

    Exchange(URI base) {
        String text = base.toString();
        this.base = text.endsWith("/") ? URI.create(text.substring(0, text.length() - 1)) : base;
    }

    record Answer(int status, HttpResponse<String> response) {
        String body() {
            return response.body();
        }

        Optional<String> header(String name) {
            return response.headers().firstValue(name);
        }
    }

    URI base() {
        return base;
    }

    /** @param known the ETag of the answer that is known already; null: none */
    Answer get(String path, String known, Duration patience) {
        HttpRequest.Builder request = request(path, patience).header("Accept", "application/json, */*;q=0.5");
        return send(known == null ? request : request.header("If-None-Match", known));
    }

    Answer post(String path, BodyPublisher body, Duration patience) {
        return send(request(path, patience)
                .header("Content-Type", "application/json")
                .POST(body));
    }

    @Override
    public void close() {
        client.shutdownNow();
    }

    private HttpRequest.Builder request(String path, Duration patience) {
        return HttpRequest.newBuilder(URI.create(base + path)).timeout(patience);
    }

    private Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
            if (response.statusCode() >= 400) {
                throw problem(response);
            }
            return new Answer(response.statusCode(), response);
        } catch (IOException e) {
            String why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
            throw new UnansweredException("no Darkroom answers at " + base + " (" + why + "): is it running there?", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnansweredException("stopped while asking " + base, e);
        }
    }

    private UnansweredException problem(HttpResponse<String> response) {
        try {
            JsonNode problem = Json.mapper().readTree(response.body());
            if (problem != null && problem.hasNonNull("code")) {
                return new UnansweredException(
                        problem.get("code").asText(), problem.path("detail").asText());
            }
        } catch (JsonProcessingException e) {
            return new UnansweredException(unfit(response), e);
        }
        return new UnansweredException("", unfit(response));
    }

    private String unfit(HttpResponse<String> response) {
        return base + " answers " + response.statusCode() + ", not as a Darkroom does: "
                + Texts.clean(response.body().lines().findFirst().orElse(""));
    }
}
