package dev.darkroom.registry.access;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.darkroom.wire.Json;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;

/** The body of an error (RFC 9457); {@code code} says what is wrong for programs, {@code detail} for people. */
public record Problem(String type, String title, int status, String code, String detail) {
    public static final String MEDIA_TYPE = "application/problem+json";

    /** The code for who is known, and may not do this. */
    public static final String RIGHT_MISSING = "right-missing";

    static final int TOO_LARGE = 413;

    static final String CHALLENGE = "WWW-Authenticate";

    private static final String NEXT =
            "send `Authorization: Bearer TOKEN`; the command line takes it from DARKROOM_TOKEN or" + " --token-file";

    public static Problem of(int status, String code, String detail) {
        return new Problem(
                "https://darkroom.dev/problems/" + code,
                HttpResponseStatus.valueOf(status).reasonPhrase(),
                status,
                code,
                detail);
    }

    /** Nobody has said who asks. */
    public static Problem anonymous() {
        return of(401, "token-missing", "this Darkroom answers only to those it knows: " + NEXT);
    }

    static Problem unknown() {
        return of(
                401, "token-unknown", "the token is not known here, or is no longer valid: get another, then " + NEXT);
    }

    /** Somebody who is known asks for more than is granted. */
    public static Problem forbidden() {
        return of(
                403,
                RIGHT_MISSING,
                "this token lacks the right to this: use one that has it, or have the right added"
                        + " (read, publish or retry; with OpenID Connect the role or scope darkroom:read ...)");
    }

    /** A request carries more than any that there are. */
    static Problem tooLarge() {
        return of(
                TOO_LARGE,
                "body-too-large",
                "a request may carry at most 512 KiB: publish a larger catalogue in parts, as `darkroom publish` does");
    }

    /** What a client is told to send (RFC 6750). */
    public String challenge() {
        return "Bearer realm=\"darkroom\"" + (code.equals("token-unknown") ? ", error=\"invalid_token\"" : "");
    }

    /** It as JSON. */
    public byte[] json() {
        try {
            return Json.mapper().writeValueAsBytes(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a problem could not be written as JSON", e);
        }
    }

    /** Ends a request that has not come to any of the resources. */
    void answer(RoutingContext request) {
        HttpServerResponse response =
                request.response().setStatusCode(status).putHeader(HttpHeaders.CONTENT_TYPE, MEDIA_TYPE);
        if (status == 401) {
            response.putHeader(CHALLENGE, challenge());
        }
        // Quarkus pauses a request until somebody wants its body: one that nobody reads would hold the connection.
        request.request().resume();
        response.end(Buffer.buffer(json()));
    }
}
