package dev.darkroom.fetch.testing;

import dev.darkroom.events.testing.FakeHttp;
import dev.darkroom.events.testing.SocketServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** An origin on loopback: each path has its replies. */
public final class FakeOrigin extends FakeHttp {
    public FakeOrigin() {
        this(SocketServer.loopback(), "http");
    }

    /** @param scheme of the URLs that lead to it: https for an {@link javax.net.ssl.SSLServerSocket} */
    public FakeOrigin(ServerSocket server, String scheme) {
        super(server, scheme, Request::path);
    }

    @Override
    public FakeOrigin on(String path, Reply... row) {
        super.on(path, row);
        return this;
    }

    /** A reply of a status, headers and no body. */
    public static Reply status(int status, String... headers) {
        return (request, out) -> head(out, status, List.of(headers), "Content-Length: 0");
    }

    public static Reply redirect(String location) {
        return status(302, "Location: " + location);
    }

    /** Accepts the request and says nothing until it is closed. */
    public static Reply silence() {
        return (request, out) -> Thread.sleep(Duration.ofDays(1));
    }

    /** Closes the connection without a word. */
    public static Reply hangUp() {
        return (request, out) -> {};
    }

    /** Writes a status line and headers. */
    public static void head(OutputStream out, int status, List<String> headers, String... more) throws IOException {
        head(out, status, Stream.concat(headers.stream(), Stream.of(more)).toList());
    }
}
