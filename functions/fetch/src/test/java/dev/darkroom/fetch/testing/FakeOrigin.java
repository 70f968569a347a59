package dev.darkroom.fetch.testing;

import dev.darkroom.events.testing.SocketServer;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLSocket;

/**
 * An HTTP/1.1 origin on loopback, over plain sockets, so that it can break every rule. Each path has a row of replies: one
 * for each request, the last one for all further ones. One request for each connection.
 */
public final class FakeOrigin implements AutoCloseable {
    private final SocketServer server;
    private final String scheme;
    private final Map<String, Deque<Reply>> replies = new ConcurrentHashMap<>();
    private final List<Request> requests = new CopyOnWriteArrayList<>();

    /** What a client asked for; header names in lower case. The server's name is the one that TLS was told (SNI). */
    public record Request(String method, String path, Map<String, String> headers, Optional<String> serverName) {
        public Optional<String> header(String name) {
            return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
        }
    }

    /** Writes a whole response, status line included, or what it pleases; afterwards the connection is closed. */
    @FunctionalInterface
    public interface Reply {
        void answer(Request request, OutputStream out) throws IOException, InterruptedException;
    }

    public FakeOrigin() {
        this(SocketServer.loopback(), "http");
    }

    /** @param scheme of the URLs that lead to it: https for an {@link javax.net.ssl.SSLServerSocket} */
    public FakeOrigin(ServerSocket server, String scheme) {
        this.scheme = scheme;
        this.server = SocketServer.start(server, this::serve);
    }

    /** Says what a path answers from now on. */
    public FakeOrigin on(String path, Reply... row) {
        replies.put(path, new ArrayDeque<>(Arrays.asList(row)));
        return this;
    }

    public String url(String path) {
        return url("127.0.0.1", path);
    }

    /** The same by another name. */
    public String url(String host, String path) {
        return scheme + "://" + host + ":" + port() + path;
    }

    public int port() {
        return server.port();
    }

    public List<Request> requests() {
        return List.copyOf(requests);
    }

    /** How often a path was asked for. */
    public long requests(String path) {
        return requests.stream().filter(request -> request.path().equals(path)).count();
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
        var text = new StringBuilder("HTTP/1.1 " + status + " Whatever\r\nConnection: close\r\n");
        headers.forEach(header -> text.append(header).append("\r\n"));
        List.of(more).forEach(header -> text.append(header).append("\r\n"));
        out.write(text.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    private void serve(Socket socket) {
        try (socket;
                InputStream in = new BufferedInputStream(socket.getInputStream());
                OutputStream out = new BufferedOutputStream(socket.getOutputStream(), 64 * 1024)) {
            Request request = read(in, serverName(socket));
            if (request != null) {
                requests.add(request);
                reply(request.path()).answer(request, out);
                out.flush();
            }
        } catch (IOException clientLeft) {
            // It may: that is one of the things that tests are about.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Reply reply(String path) {
        Deque<Reply> row = replies.get(path);
        if (row == null) {
            return status(404);
        }
        synchronized (row) {
            return row.size() > 1 ? row.remove() : row.element();
        }
    }

    private static Optional<String> serverName(Socket socket) {
        return socket instanceof SSLSocket tls && tls.getSession() instanceof ExtendedSSLSession session
                ? session.getRequestedServerNames().stream()
                        .map(name -> ((SNIHostName) name).getAsciiName())
                        .findFirst()
                : Optional.empty();
    }

    private static Request read(InputStream in, Optional<String> serverName) throws IOException {
        String first = SocketServer.line(in);
        if (first.isEmpty()) {
            return null;
        }
        var headers = new HashMap<String, String>();
        for (String line = SocketServer.line(in); !line.isEmpty(); line = SocketServer.line(in)) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        String[] words = first.split(" ");
        return new Request(words[0], words[1], headers, serverName);
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
