package dev.darkroom.upload.openstack.testing;

import dev.darkroom.events.testing.SocketServer;
import dev.darkroom.upload.openstack.clouds.CloudSettings;
import dev.darkroom.upload.openstack.clouds.Login;
import dev.darkroom.upload.openstack.clouds.Secret;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;

/**
 * A Keystone and a Glance on one port of loopback, over plain sockets, so that they can break every rule. Keystone gives
 * tokens unless it is told otherwise; Glance answers each request with the row of replies that the test wrote for it: one
 * for each request, the last one for all further ones. One request for each connection.
 */
public final class FakeCloud implements AutoCloseable {
    public static final String LOGIN = "POST /v3/auth/tokens";
    public static final String PROJECT = "0123456789abcdef0123456789abcdef";
    public static final Secret PASSWORD = new Secret("pass-canary-word");

    private final SocketServer server;
    private final String scheme;
    private final Map<String, Deque<Reply>> rows = new ConcurrentHashMap<>();
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final AtomicInteger tokens = new AtomicInteger();

    /**
     * What a client asked.
     *
     * @param line    method and path, with the query's parameters in alphabetical order
     * @param headers by name, in any case
     * @param in      the body, unread
     */
    public record Request(String line, Map<String, String> headers, InputStream in) {
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
        void answer(Request request, Socket socket, OutputStream out) throws IOException, InterruptedException;
    }

    public FakeCloud() {
        this(null);
    }

    /** @param tls what certificates it shows; null for plain HTTP */
    public FakeCloud(SSLContext tls) {
        scheme = tls == null ? "http" : "https";
        on(LOGIN, token(3600));
        server = SocketServer.start(tls == null ? SocketServer.loopback() : loopback(tls), this::serve);
    }

    private static ServerSocket loopback(SSLContext tls) {
        try {
            return tls.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Says what a request, such as {@code GET /v2/images?limit=2}, is answered from now on. */
    public FakeCloud on(String line, Reply... row) {
        rows.put(line, new ArrayDeque<>(Arrays.asList(row)));
        return this;
    }

    public String url() {
        return scheme + "://127.0.0.1:" + server.port();
    }

    /** Settings that lead here. */
    public CloudSettings settings() {
        return settings(true, Optional.empty());
    }

    public CloudSettings settings(boolean verify, Optional<Path> caCertificate) {
        var domain = new Login.Domain("default", null);
        return new CloudSettings(
                "fake",
                URI.create(url() + "/v3"),
                new Login.Password(
                        new Login.User(null, "uploader", domain), PASSWORD, new Login.Project(null, "images", domain)),
                Optional.of("RegionOne"),
                "public",
                verify,
                caCertificate,
                Optional.empty());
    }

    public List<Request> requests() {
        return List.copyOf(requests);
    }

    /** How often something was asked. */
    public long requests(String line) {
        return requests.stream().filter(request -> request.line().equals(line)).count();
    }

    /** A new token each time: {@code token-1}, {@code token-2} and so on. */
    public Reply token(int seconds) {
        return (request, socket, out) -> {
            request.drain();
            String body = """
                    {"token": {"issued_at": "2026-01-01T00:00:00.000000Z", "expires_at": "%s.000000Z",
                      "project": {"id": "%s"}, "catalog": [
                        {"type": "compute", "endpoints": [{"interface": "public", "region_id": "RegionOne", "url": "http://127.0.0.1:1/"}]},
                        {"type": "image", "endpoints": [
                          {"interface": "internal", "region_id": "RegionOne", "url": "http://127.0.0.1:1/"},
                          {"interface": "public", "region_id": "RegionOne", "url": "%s"}]}]}}""".formatted(
                            LocalDateTime.of(2026, 1, 1, 0, 0)
                                    .plusSeconds(seconds)
                                    .format(DateTimeFormatter.ISO_LOCAL_DATE_TIME),
                            PROJECT,
                            url());
            send(out, 201, body, "X-Subject-Token: token-" + tokens.incrementAndGet());
        };
    }

    /** Takes the whole body and answers with JSON. */
    public static Reply json(int status, String body, String... headers) {
        return (request, socket, out) -> {
            request.drain();
            send(out, status, body, headers);
        };
    }

    public static Reply status(int status, String... headers) {
        return json(status, "", headers);
    }

    /** Answers before it has taken the body, and leaves when the answer has arrived: a reset could overtake it. */
    public static Reply early(int status, String body) {
        return early(status, body, Duration.ofMillis(500));
    }

    /** The same, and keeps the connection for a while, of which it reads nothing. */
    public static Reply early(int status, String body, Duration kept) {
        return (request, socket, out) -> {
            send(out, status, body);
            Thread.sleep(kept.toMillis());
        };
    }

    /** Takes a part of the body and resets the connection. */
    public static Reply resetAfter(long bytes) {
        return (request, socket, out) -> {
            request.in().skipNBytes(bytes);
            socket.setSoLinger(true, 0);
            socket.close();
        };
    }

    /** Takes a part of the body, then neither takes nor says anything. */
    public static Reply silentAfter(long bytes) {
        return (request, socket, out) -> {
            request.in().skipNBytes(bytes);
            Thread.sleep(60_000);
        };
    }

    public static void send(OutputStream out, int status, String body, String... headers) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        head(out, status, bytes.length, headers);
        out.write(bytes);
        out.flush();
    }

    public static void head(OutputStream out, int status, long length, String... headers) throws IOException {
        var head = new StringBuilder("HTTP/1.1 " + status + " Whatever\r\nConnection: close\r\n");
        if (status != 204) {
            head.append("Content-Length: ").append(length).append("\r\n");
        }
        for (String header : headers) {
            head.append(header).append("\r\n");
        }
        out.write(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
    }

    private void serve(Socket socket) {
        try (socket;
                InputStream in = new BufferedInputStream(socket.getInputStream(), 64 * 1024);
                OutputStream out = new BufferedOutputStream(socket.getOutputStream())) {
            String line = SocketServer.line(in);
            if (!line.isEmpty()) {
                var request = new Request(sorted(line.substring(0, line.lastIndexOf(' '))), headers(in), in);
                requests.add(request);
                reply(request.line()).answer(request, socket, out);
            }
        } catch (IOException clientLeft) {
            // It may: that is one of the things that tests are about.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String sorted(String line) {
        int query = line.indexOf('?') + 1;
        return query == 0
                ? line
                : line.substring(0, query)
                        + Arrays.stream(line.substring(query).split("&"))
                                .sorted()
                                .collect(Collectors.joining("&"));
    }

    private Reply reply(String line) {
        Deque<Reply> row = rows.get(line);
        if (row == null) {
            return status(404);
        }
        synchronized (row) {
            return row.size() > 1 ? row.remove() : row.element();
        }
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
    public void close() throws IOException {
        server.close();
    }
}
