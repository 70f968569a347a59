package dev.darkroom.fetch.origin;

import dev.darkroom.events.ByteSize;
import dev.darkroom.events.FailureCode;
import dev.darkroom.events.Texts;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;

/** An answer of which the headers have come, and the body is coming. */
final class HttpReply implements Origin.Body {
    private final ClassicHttpResponse response;
    private final WatchedSocket socket;
    private final boolean encrypted;
    private final HttpEntity entity;
    private final InputStream in;
    private long at;
    private long total = -1;

    /**
     * @param socket    that the answer comes from, nothing else before or after it
     * @param encrypted whether that is over TLS
     */
    HttpReply(ClassicHttpResponse response, WatchedSocket socket, boolean encrypted) throws IOException {
        this.response = response;
        this.socket = socket;
        this.encrypted = encrypted;
        this.entity = response.getEntity();
        this.in = entity == null ? InputStream.nullInputStream() : entity.getContent();
    }

    int status() {
        return response.getCode();
    }

    /** The first header of that name. */
    Optional<String> header(String name) {
        return Optional.ofNullable(response.getFirstHeader(name)).map(Header::getValue);
    }

    /** How many bytes come; -1 when not known. */
    long length() {
        return entity == null ? 0 : entity.getContentLength();
    }

    /**
     * What it is a part of, for messages: {@code from} where it begins, {@code total} the bytes of the whole, -1 when not
     * known.
     */
    void isPart(long from, long total) {
        this.at = from;
        this.total = total;
    }

    @Override
    public Origin.End end() {
        if (length() >= 0 || entity.isChunked()) {
            return Origin.End.FRAMED;
        }
        return encrypted ? Origin.End.ENCRYPTED : Origin.End.UNTOLD;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        socket.await();
        try {
            int read = in.read(into, offset, length);
            at += Math.max(0, read);
            return read;
        } catch (IOException e) {
            throw trouble(e);
        } finally {
            socket.heard();
        }
    }

    private OriginTrouble trouble(IOException e) {
        String place = new ByteSize(at) + (total < 0 ? "" : " of " + new ByteSize(total));
        return socket.isSilence(e)
                ? new OriginTrouble(
                        FailureCode.ORIGIN_UNAVAILABLE,
                        "no byte came for " + Texts.of(socket.stall()) + " after " + place,
                        null,
                        e)
                : new OriginTrouble(FailureCode.DOWNLOAD_TRUNCATED, "the connection broke at " + place, null, e);
    }

    /** To close the response would read the rest of it first, however much that is. */
    @Override
    public void close() throws IOException {
        socket.close();
    }
}
