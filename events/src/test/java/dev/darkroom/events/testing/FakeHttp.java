package dev.darkroom.events.testing;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLSocket;

/**
 * A server of HTTP/1.1 over plain sockets, so that it can break every rule. What is asked has a row of replies: one for each
 * request, the last one for all further ones. One request for each connection.
 */
public class FakeHttp implements AutoCloseable {
    private static final int BUFFER = 64 * 1024;

    private final SocketServer server;
    private final String scheme;
    private final Function<Request, String> asked;
    private final Map<String, Deque<Reply>> rows = new ConcurrentHashMap<>();
    private final List<Request> requests = new CopyOnWriteArrayList<>();

    /**
     * What a client asked.
     *
     * @param path       with its query, as it was sent
     * @param headers    by name, in any case
     * @param serverName that TLS was told (SNI)
     * @param in         the body, unread
     * @param socket     the connection
     */
    public record Request(
            String method,
            String path,
            Map<String, String> headers,
            Optional<String> serverName,
            InputStream in,
            Socket socket) {
        public Optional<String> header(String name) {
            return Optional.ofNullable(headers.get(name));
        }

        /** Method and path, with the query's parameters in alphabetical order. */
        public String line() {
            int query = path.indexOf('?') + 1;
            String sorted =
                    Arrays.stream(path.substring(query).split("&")).sorted().collect(Collectors.joining("&"));
            return method + " " + (query == 0 ? path : path.substring(0, query) + sorted);
        }

        public long length() {
            return Long.parseLong(headers.getOrDefault("Content-Length", "0"));
        }

        public String body() throws IOException {
            return new String(in.readNBytes((int) length()), StandardCharsets.UTF_8);
        }

        public void drain() throws IOException {
            in.skipNBytes(length());
        }
    }

    /** Writes a whole response, status line included, or what it pleases; afterwards the connection is closed. */
    @FunctionalInterface
    public interface Reply {
        void answer(Request request, OutputStream out) throws IOException, InterruptedException;
    }

    /**
     * @param scheme of the URLs that lead to it: https for an {@link javax.net.ssl.SSLServerSocket}
     * @param asked  by what {@link #on} knows a request
     */
    protected FakeHttp(ServerSocket server, String scheme, Function<Request, String> asked) {
        this.scheme = scheme;
        this.asked = asked;
        this.server = SocketServer.start(server, this::serve);
    }

    /** Says what a request is answered from now on. */
    public FakeHttp on(String what, Reply... row) {
        rows.put(what, new ArrayDeque<>(Arrays.asList(row)));
        return this;
    }

    public final String url(String path) {
        return url("127.0.0.1", path);
    }

    /** The same by another name. */
    public final String url(String host, String path) {
        return scheme + "://" + host + ":" + port() + path;
    }

    public final int port() {
        return server.port();
    }

    public final List<Request> requests() {
        return List.copyOf(requests);
    }

    /** How often something was asked. */
    public final long requests(String what) {
        return requests.stream()
                .filter(request -> asked.apply(request).equals(what))
                .count();
    }

    /** Writes a status line and headers. */
    protected static void head(OutputStream out, int status, Iterable<String> headers) throws IOException {
        var text = new StringBuilder("HTTP/1.1 " + status + " Whatever\r\nConnection: close\r\n");
        headers.forEach(header -> text.append(header).append("\r\n"));
        out.write(text.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    private void serve(Socket socket) {
        try (socket;
                InputStream in = new BufferedInputStream(socket.getInputStream(), BUFFER);
                OutputStream out = new BufferedOutputStream(socket.getOutputStream(), BUFFER)) {
            String line = SocketServer.line(in);
            if (!line.isEmpty()) {
                String[] words = line.split(" ");
                var request = new Request(words[0], words[1], headers(in), serverName(socket), in, socket);
                requests.add(request);
                reply(asked.apply(request)).answer(request, out);
                out.flush();
            }
        } catch (IOException clientLeft) {
            // It may: that is one of the things that tests are about.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Reply reply(String what) {
        Deque<Reply> row = rows.get(what);
        if (row == null) {
            return FakeHttp::notFound;
        }
        synchronized (row) {
            return row.size() > 1 ? row.remove() : row.element();
        }
    }

    private static void notFound(Request request, OutputStream out) throws IOException {
        request.drain();
        head(out, 404, List.of("Content-Length: 0"));
    }

    private static Optional<String> serverName(Socket socket) {
        return socket instanceof SSLSocket tls && tls.getSession() instanceof ExtendedSSLSession session
                ? session.getRequestedServerNames().stream()
                        .map(name -> ((SNIHostName) name).getAsciiName())
                        .findFirst()
                : Optional.empty();
    }

    private static Map<String, String> headers(InputStream in) throws IOException {
        var headers = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        for (String line = SocketServer.line(in); !line.isEmpty(); line = SocketServer.line(in)) {
            int colon = line.indexOf(':');
            headers.put(line.substring(0, colon), line.substring(colon + 1).strip());
        }
        return headers;
    }

    @Override
    public final void close() throws IOException {
        server.close();
    }
}
