package dev.darkroom.cli.ask;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.darkroom.events.Reasons;
import dev.darkroom.events.Texts;
import dev.darkroom.wire.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLPeerUnverifiedException;

/** Questions and answers over HTTP; an answer that is an error becomes an exception in a sentence. */
final class Exchange implements AutoCloseable {
    static final int ACCEPTED = 202;
    static final int NOT_MODIFIED = 304;
    private static final int URI_TOO_LONG = 414;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final String KNOWN = "If-None-Match";
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration AT_ONCE = Duration.ofSeconds(30);
    /** Whoever is there answers within it, unless he is busy. */
    private static final Duration MOMENT = Duration.ofSeconds(5);

    private final URI base;
    private final Credentials credentials;
    private final Deadline deadline;
    private final HttpClient client;

    private Exchange(URI base, Credentials credentials, Deadline deadline) {
        String text = base.toString();
        this.base = text.endsWith("/") ? URI.create(text.substring(0, text.length() - 1)) : base;
        this.credentials = credentials;
        this.deadline = deadline;
        HttpClient.Builder builder =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT);
        if (credentials.trusted() != null) {
            builder.sslContext(credentials.trusted());
        }
        this.client = builder.build();
    }

    /** With a Darkroom on this machine. @param deadline begins with the first question; none takes much longer */
    static Exchange here(URI base, Credentials credentials, Deadline deadline) {
        return new Exchange(base, credentials, deadline);
    }

    /**
     * With one that may be anywhere.
     *
     * @param deadline begins with the first question; none takes much longer
     * @throws IllegalArgumentException rather than that a token goes to it unencrypted
     */
    static Exchange anywhere(URI base, Credentials credentials, Deadline deadline) {
        if (credentials.token() != null && !base.getScheme().equals("https") && !LOOPBACK.contains(base.getHost())) {
            throw new IllegalArgumentException(
                    "a token is not sent to " + base + ", where others could read it on the way: use https");
        }
        return new Exchange(base, credentials, deadline);
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
    Answer get(String path, String known) {
        return get(path, known, Duration.ZERO);
    }

    /** @param held how long it may take until there is something to answer */
    Answer get(String path, String known, Duration held) {
        HttpRequest.Builder request = request(path, held).header("Accept", "application/json, */*;q=0.5");
        return send(known == null ? request : request.header(KNOWN, known));
    }

    Answer post(String path, BodyPublisher body, Duration held) {
        return send(
                request(path, held).header("Content-Type", "application/json").POST(body));
    }

    /** For an answer that is a success over HTTP, and none that a Darkroom gives: a proxy's page to log in by, most likely. */
    UnansweredException foreign(Answer answer) {
        return UnansweredException.terminal(unfit(answer.response()), null);
    }

    @Override
    public void close() {
        client.shutdownNow();
    }

    private HttpRequest.Builder request(String path, Duration held) {
        deadline.begin();
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path))
                .timeout(deadline.cut(held.plus(AT_ONCE), held.plus(MOMENT)));
        return credentials.token() == null ? request : request.header("Authorization", "Bearer " + credentials.token());
    }

    private Answer send(HttpRequest.Builder request) {
        try {
            HttpRequest question = request.build();
            HttpResponse<String> response = whole(question);
            if (!answers(question, response.statusCode())) {
                throw problem(response);
            }
            return new Answer(response.statusCode(), response);
        } catch (IOException e) {
            if (isDistrust(e)) {
                throw UnansweredException.terminal(
                        base + " cannot be trusted (" + e.getMessage()
                                + "): name its authority with --cacert, and ask it by a name that its certificate has",
                        e);
            }
            throw UnansweredException.retryable(
                    "no Darkroom answers at " + base + " (" + Reasons.of(e) + "): is it running there?", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw UnansweredException.terminal("stopped while asking " + base, e);
        }
    }

    /** The patience of a request ends with the headers of its answer; the body may be large, and the connection slow. */
    private HttpResponse<String> whole(HttpRequest question) throws IOException, InterruptedException {
        Duration begun = question.timeout().orElseThrow();
        long patience =
                deadline.cut(begun.multipliedBy(10), begun.plusSeconds(1)).toMillis();
        CompletableFuture<HttpResponse<String>> answer = client.sendAsync(question, BodyHandlers.ofString());
        try {
            return answer.get(patience, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new HttpTimeoutException("its answer came to no end");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        } finally {
            answer.cancel(true);
        }
    }

    /** TLS also fails where somebody who restarts breaks off in its midst: only a certificate is no matter of time. */
    private static boolean isDistrust(Throwable e) {
        return e instanceof CertificateException
                || e instanceof SSLPeerUnverifiedException
                || e.getCause() != null && isDistrust(e.getCause());
    }

    private static boolean answers(HttpRequest question, int status) {
        return status / 100 == 2
                || (status == NOT_MODIFIED
                        && question.headers().firstValue(KNOWN).isPresent());
    }

    private UnansweredException problem(HttpResponse<String> response) {
        if (response.statusCode() == URI_TOO_LONG) {
            return UnansweredException.terminal(
                    "the question is longer than " + base + " takes: ask for fewer names at once, or name none to ask"
                            + " for all",
                    null);
        }
        boolean retryable = response.statusCode() >= 500 || response.statusCode() == TOO_MANY_REQUESTS;
        try {
            JsonNode problem = Json.mapper().readTree(response.body());
            if (problem != null && problem.hasNonNull("code")) {
                return UnansweredException.coded(
                        problem.get("code").asText(), problem.path("detail").asText(), retryable);
            }
        } catch (JsonProcessingException e) {
            // Somebody's page: said below.
        }
        String words = unfit(response);
        return retryable ? UnansweredException.retryable(words, null) : UnansweredException.terminal(words, null);
    }

    private String unfit(HttpResponse<String> response) {
        String what = response.headers()
                .firstValue("Location")
                .map(elsewhere -> "it sends to " + elsewhere.replaceFirst("[?#].*", ""))
                .orElseGet(() -> response.body().lines().findFirst().orElse(""));
        return base + " answers " + response.statusCode() + ", not as a Darkroom does: " + Texts.clean(what);
    }
}
