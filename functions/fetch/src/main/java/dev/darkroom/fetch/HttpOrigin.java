package dev.darkroom.fetch;

import dev.darkroom.events.FailureCode;
import dev.darkroom.events.FailureException;
import dev.darkroom.events.SourceUri;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Asks over HTTP. Sends no credentials, follows redirects by hand so that the policy sees every hop, and never asks for
 * HEAD: some origins refuse it, and GET says the same.
 */
final class HttpOrigin implements Origin {
    private static final int MOST_REDIRECTS = 5;

    private final HttpClient client;
    private final OriginPolicy policy;
    private final ResponseReader reader;
    private final Duration stall;

    /**
     * @param client must not follow redirects itself
     * @param stall  how long the origin may say nothing, before its headers and within its body
     */
    HttpOrigin(HttpClient client, OriginPolicy policy, ResponseReader reader, Duration stall) {
        if (client.followRedirects() != HttpClient.Redirect.NEVER) {
            throw new IllegalArgumentException("the HTTP client must not follow redirects: the policy checks each");
        }
        this.client = client;
        this.policy = policy;
        this.reader = reader;
        this.stall = stall;
    }

    @Override
    public Answer open(Ask ask) throws IOException {
        SourceUri hop = ask.source();
        policy.admit(hop);
        for (int redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
            HttpResponse<PulledBody> response = send(request(hop, ask));
            boolean answered = false;
            try {
                if (!isRedirect(response.statusCode())) {
                    Answer answer = reader.read(ask, response);
                    answered = true;
                    return answer;
                }
            } finally {
                if (!answered) {
                    response.body().close();
                }
            }
            hop = redirect(hop, response);
        }
        throw new FailureException(
                FailureCode.ORIGIN_REFUSED,
                ask.source() + " redirects more than " + MOST_REDIRECTS + " times: give the URL that it should end at");
    }

    private static HttpRequest request(SourceUri hop, Ask ask) {
        boolean tls = "https".equalsIgnoreCase(hop.exact().getScheme());
        HttpRequest.Builder request = HttpRequest.newBuilder(hop.exact())
                // Without TLS, HTTP/2 begins with an upgrade that some origins stumble over.
                .version(tls ? HttpClient.Version.HTTP_2 : HttpClient.Version.HTTP_1_1)
                .header("Accept-Encoding", "identity")
                .header("User-Agent", "Darkroom");
        if (ask.from() > 0) {
            request.header("Range", "bytes=" + ask.from() + "-");
            if (ask.validator() != null) {
                request.header("If-Range", ask.validator());
            }
        }
        return request.build();
    }

    /** The client's own time limit may or may not include the body, by JDK: this one is for the headers only. */
    private HttpResponse<PulledBody> send(HttpRequest request) throws IOException {
        CompletableFuture<HttpResponse<PulledBody>> response = client.sendAsync(request, any -> new PulledBody(stall));
        try {
            return response.get(stall.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            response.cancel(true);
            throw new OriginTrouble(
                    FailureCode.ORIGIN_UNAVAILABLE, "no answer came for " + Words.duration(stall), null, e);
        } catch (InterruptedException e) {
            response.cancel(true);
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for an answer");
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
        }
    }

    private static boolean isRedirect(int status) {
        return switch (status) {
            case 301, 302, 303, 307, 308 -> true;
            default -> false;
        };
    }

    private SourceUri redirect(SourceUri from, HttpResponse<?> response) {
        String location = response.headers().firstValue("Location").orElse("");
        SourceUri to;
        try {
            if (location.isBlank()) {
                throw new IllegalArgumentException("it names no location");
            }
            int fragment = location.indexOf('#');
            to = new SourceUri(
                    from.exact().resolve(URI.create(fragment < 0 ? location : location.substring(0, fragment))));
        } catch (IllegalArgumentException e) {
            // The location may hold a secret, and so may the exception that quotes it: neither is passed on.
            throw new FailureException(
                    FailureCode.ORIGIN_REFUSED,
                    from + " redirects (" + response.statusCode() + ") to a location that is missing or not allowed");
        }
        policy.admitRedirect(from, to);
        return to;
    }
}
