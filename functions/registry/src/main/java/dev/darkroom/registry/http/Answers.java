package dev.darkroom.registry.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.darkroom.events.Digest;
import dev.darkroom.wire.Json;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;

/** Answers with an ETag: who has the same already is told so, and gets no body. */
final class Answers {
    private Answers() {}

    /**
     * An answer as it is sent.
     *
     * @param tag its ETag, with the quotes
     */
    record Body(byte[] bytes, String mediaType, String tag) {
        static Body of(byte[] bytes, String mediaType) {
            return new Body(bytes, mediaType, '"' + hash(mediaType, bytes) + '"');
        }

        /** @param ifNoneMatch the header of the question; null when it has none */
        Response.ResponseBuilder answer(String ifNoneMatch) {
            Response.ResponseBuilder answer = matches(ifNoneMatch, tag)
                    ? Response.notModified()
                    : Response.ok(bytes).type(MediaType.valueOf(mediaType).withCharset("UTF-8"));
            return answer.header(HttpHeaders.ETAG, tag).header(HttpHeaders.CACHE_CONTROL, "no-cache");
        }
    }

    /** @param ifNoneMatch the header of the question; null when it has none */
    static Response json(Object view, String ifNoneMatch) {
        return json(view).answer(ifNoneMatch).build();
    }

    static Body json(Object view) {
        try {
            return Body.of(Json.mapper().writeValueAsBytes(view), MediaType.APPLICATION_JSON);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an answer could not be written as JSON", e);
        }
    }

    static Response.ResponseBuilder text(String body, String mediaType, String ifNoneMatch) {
        return Body.of(body.getBytes(StandardCharsets.UTF_8), mediaType).answer(ifNoneMatch);
    }

    static String write(Object view) {
        return new String(json(view).bytes(), StandardCharsets.UTF_8);
    }

    private static boolean matches(String ifNoneMatch, String tag) {
        return ifNoneMatch != null
                && Arrays.stream(ifNoneMatch.split(",", -1))
                        .map(each -> each.strip().replaceFirst("^W/", ""))
                        .anyMatch(each -> each.equals(tag) || each.equals("*"));
    }

    private static String hash(String mediaType, byte[] body) {
        MessageDigest sha256 = Digest.Algorithm.SHA256.newHash();
        sha256.update(mediaType.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(sha256.digest(body), 0, 16);
    }
}
