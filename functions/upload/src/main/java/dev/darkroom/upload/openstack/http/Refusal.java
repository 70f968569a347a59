package dev.darkroom.upload.openstack.http;

import java.util.Optional;
import org.openstack4j.api.exceptions.ResponseException;

/** A service answered, and not with success. Its message is what the service said, in the service's own words. */
public final class Refusal extends ResponseException {
    private final String request;
    private final String retryAfter;

    private Refusal(String request, int status, String words, String retryAfter) {
        super(words, status);
        this.request = request;
        this.retryAfter = retryAfter;
    }

    static Refusal of(Reply reply) {
        return new Refusal(
                reply.request(),
                reply.status(),
                ErrorWords.of(reply.body()),
                reply.header("Retry-After").orElse(null));
    }

    /** The same without a secret that the service may have repeated. */
    public Refusal without(String secret) {
        return new Refusal(request, getStatus(), getMessage().replace(secret, "***"), retryAfter);
    }

    /** What was asked, such as {@code POST /v2/images}. */
    String request() {
        return request;
    }

    /** The header of that name (RFC 9110 §10.2.3). */
    Optional<String> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
