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

    /** @param ifNoneMatch the header of the question; null when it has none */
    static Response json(Object view, String ifNoneMatch) {
        return text(write(view), MediaType.APPLICATION_JSON, ifNoneMatch).build();
    }

    static Response.ResponseBuilder text(String body, String mediaType, String ifNoneMatch) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        String tag = '"' + hash(mediaType, bytes) + '"';
        Response.ResponseBuilder answer = matches(ifNoneMatch, tag)
                ? Response.notModified()
                : Response.ok(bytes).type(MediaType.valueOf(mediaType).withCharset("UTF-8"));
        return answer.header(HttpHeaders.ETAG, tag)
                .header(HttpHeaders.CACHE_CONTROL, "no-cache")
                .header(HttpHeaders.VARY, HttpHeaders.ACCEPT);
    }

    static String write(Object view) {
        try {
            return Json.mapper().writeValueAsString(view);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an answer could not be written as JSON", e);
        }
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
