package dev.darkroom.registry.http;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import dev.darkroom.events.Digest;
import dev.darkroom.registry.query.QueryException;
import dev.darkroom.registry.query.Refusal;
import dev.darkroom.wire.Json;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.Semaphore;

/** Answers with an ETag: who has the same already is told so, and gets no body. */
final class Answers {
    /** Whoever has opened a stream closes it: an answer that breaks off must not look whole. */
    private static final ObjectWriter JSON = Json.mapper().writer().without(JsonGenerator.Feature.AUTO_CLOSE_TARGET);

    private Answers() {}

    /**
     * An answer as it is sent.
     *
     * @param tag its ETag, with the quotes
     */
    record Body(byte[] bytes, String mediaType, String tag) {
        static Body of(byte[] bytes, String mediaType) {
            return new Body(bytes, mediaType, quoted(hash(mediaType).digest(bytes)));
        }

        /** @param ifNoneMatch the header of the question; null when it has none */
        Response.ResponseBuilder answer(String ifNoneMatch) {
            return Answers.answer(bytes, mediaType, tag, ifNoneMatch);
        }
    }

    /** The ETag of a view as JSON, with the quotes: that of its {@link Body}, which is never whole in memory. */
    static String tag(Object view) {
        MessageDigest sha256 = hash(MediaType.APPLICATION_JSON);
        try (var out = new DigestOutputStream(OutputStream.nullOutputStream(), sha256)) {
            JSON.writeValue(out, view);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return quoted(sha256.digest());
    }

    /**
     * A view as JSON that is made while it is read.
     *
     * @param tag    of {@link #tag(Object)}
     * @param places as many may be read at once: whoever reads slowly holds a thread
     * @throws QueryException when so many are being read
     */
    static Response stream(Object view, String tag, String ifNoneMatch, Semaphore places) {
        StreamingOutput body = out -> {
            if (!places.tryAcquire()) {
                throw new QueryException(Refusal.BUSY, "too many callers read all images; ask again in a moment");
            }
            try {
                JSON.writeValue(out, view);
            } finally {
                places.release();
            }
        };
        return answer(body, MediaType.APPLICATION_JSON, tag, ifNoneMatch).build();
    }

    private static Response.ResponseBuilder answer(Object body, String mediaType, String tag, String ifNoneMatch) {
        Response.ResponseBuilder answer = matches(ifNoneMatch, tag)
                ? Response.notModified()
                : Response.ok(body).type(MediaType.valueOf(mediaType).withCharset("UTF-8"));
        return answer.header(HttpHeaders.ETAG, tag).header(HttpHeaders.CACHE_CONTROL, "no-cache");
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

    /** Of a body that is yet to come. */
    private static MessageDigest hash(String mediaType) {
        MessageDigest sha256 = Digest.Algorithm.SHA256.newHash();
        sha256.update(mediaType.getBytes(StandardCharsets.UTF_8));
        return sha256;
    }

    private static String quoted(byte[] hash) {
        return '"' + HexFormat.of().formatHex(hash, 0, 16) + '"';
    }
}
