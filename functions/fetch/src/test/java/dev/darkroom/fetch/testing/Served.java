package dev.darkroom.fetch.testing;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;

/** A file as an origin serves it: well, unless told otherwise. */
public record Served(
        byte[] content,
        String validator,
        boolean ranges,
        Framing framing,
        long cutAfter,
        long stopAfter,
        CountDownLatch until)
        implements FakeOrigin.Reply {

    private static final CountDownLatch NEVER = new CountDownLatch(1);

    /** How the client learns where the body ends. */
    public enum Framing {
        LENGTH,
        CHUNKED,
        CLOSE
    }

    public static Served file(byte[] content) {
        return new Served(content, "ETag: \"1\"", true, Framing.LENGTH, Long.MAX_VALUE, Long.MAX_VALUE, NEVER);
    }

    /** @param header {@code ETag: ...}, {@code Last-Modified: ...} or nothing */
    public Served validator(String header) {
        return new Served(content, header, ranges, framing, cutAfter, stopAfter, until);
    }

    public Served withoutRanges() {
        return new Served(content, validator, false, framing, cutAfter, stopAfter, until);
    }

    public Served framing(Framing other) {
        return new Served(content, validator, ranges, other, cutAfter, stopAfter, until);
    }

    /** Closes the connection after so many bytes of a body. */
    public Served cutAfter(long bytes) {
        return new Served(content, validator, ranges, framing, bytes, stopAfter, until);
    }

    /** Says nothing more after so many bytes of a body. */
    public Served stallAfter(long bytes) {
        return stopAfter(bytes, NEVER);
    }

    /** Says nothing more after so many bytes of a body, until it is told to go on. */
    public Served stopAfter(long bytes, CountDownLatch told) {
        return new Served(content, validator, ranges, framing, cutAfter, bytes, told);
    }

    @Override
    public void answer(FakeOrigin.Request request, OutputStream out) throws IOException, InterruptedException {
        var headers = new ArrayList<String>();
        headers.add("Date: Mon, 24 Nov 2025 12:00:00 GMT");
        if (!validator.isEmpty()) {
            headers.add(validator);
        }
        int from = from(request);
        if (from > 0 && from >= content.length) {
            FakeOrigin.head(out, 416, headers, "Content-Range: bytes */" + content.length, "Content-Length: 0");
            return;
        }
        if (from > 0) {
            headers.add("Content-Range: bytes " + from + "-" + (content.length - 1) + "/" + content.length);
        }
        switch (framing) {
            case LENGTH -> headers.add("Content-Length: " + (content.length - from));
            case CHUNKED -> headers.add("Transfer-Encoding: chunked");
            case CLOSE -> {}
        }
        FakeOrigin.head(out, from > 0 ? 206 : 200, headers);
        body(out, from);
    }

    private int from(FakeOrigin.Request request) {
        String range = request.header("Range").orElse("");
        boolean sameAsBefore = request.header("If-Range")
                .map(sent -> validator.endsWith(": " + sent))
                .orElse(true);
        return ranges && sameAsBefore && range.startsWith("bytes=")
                ? Integer.parseInt(range.substring("bytes=".length(), range.length() - 1))
                : 0;
    }

    private void body(OutputStream out, int from) throws IOException, InterruptedException {
        int end = from + (int) Math.min(content.length - from, cutAfter);
        int stop = from + (int) Math.min(end - from, stopAfter);
        write(out, from, stop);
        if (stop < end) {
            until.await();
            write(out, stop, end);
        }
        if (end < content.length) {
            // A cut comes a little later than the bytes, so that the client has taken them.
            Thread.sleep(50);
        } else if (framing == Framing.CHUNKED) {
            out.write("0\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
        }
    }

    private void write(OutputStream out, int from, int end) throws IOException {
        for (int at = from; at < end; at += 8192) {
            int some = Math.min(8192, end - at);
            if (framing == Framing.CHUNKED) {
                out.write((Integer.toHexString(some) + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
            }
            out.write(content, at, some);
            if (framing == Framing.CHUNKED) {
                out.write("\r\n".getBytes(StandardCharsets.ISO_8859_1));
            }
        }
        out.flush();
    }
}
