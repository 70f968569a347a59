package dev.darkroom.cli.ask;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.function.LongSupplier;

/** Answers as a running Darkroom would, with what a test has laid ready. */
public final class FakeDarkroom implements AutoCloseable {
    private final HttpServer server;
    private final Map<String, Reply> replies = new HashMap<>();
    private final Map<String, Queue<Reply>> first = new HashMap<>();
    private final Set<String> stalling = new HashSet<>();
    private final List<String> asked = new ArrayList<>();

    private record Reply(int status, String body, Map<String, String> headers) {}

    public FakeDarkroom() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::answer);
        server.start();
    }

    /** @param path with its query */
    public synchronized void reply(String path, int status, String body, Map<String, String> headers) {
        replies.put(path, new Reply(status, body, headers));
    }

    /** Once, before what is replied otherwise. */
    public synchronized void replyOnce(String path, int status, String body, Map<String, String> headers) {
        first.computeIfAbsent(path, any -> new ArrayDeque<>()).add(new Reply(status, body, headers));
    }

    public void reply(String path, String body) {
        reply(path, 200, body, Map.of());
    }

    /** From now on there is no end of this answer, and nobody breaks it off. */
    synchronized void stall(String path) {
        stalling.add(path);
    }

    public URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    public HttpRegistry registry() {
        return HttpRegistry.here(uri(), null, Deadline.never());
    }

    /** Methods and paths, in order; what was sent stands behind them. */
    public synchronized List<String> asked() {
        return List.copyOf(asked);
    }

    /** A clock on which an hour passes when this was asked so often. */
    public LongSupplier anHourPasses(String question, int times) {
        return () -> Collections.frequency(asked(), question) < times
                ? 0
                : Duration.ofHours(1).toNanos();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        if (stalls(exchange)) {
            exchange.sendResponseHeaders(200, 1000);
            exchange.getResponseBody().write('{');
            exchange.getResponseBody().flush();
            return;
        }
        try (exchange) {
            String sent = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            Reply reply = reply(exchange, sent);
            reply.headers.forEach(exchange.getResponseHeaders()::set);
            byte[] body = reply.body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(reply.status, reply.status == 304 ? -1 : body.length);
            if (reply.status != 304) {
                exchange.getResponseBody().write(body);
            }
        }
    }

    private synchronized boolean stalls(HttpExchange exchange) {
        return stalling.contains(exchange.getRequestURI().toString());
    }

    private synchronized Reply reply(HttpExchange exchange, String sent) {
        String path = exchange.getRequestURI().toString();
        asked.add(exchange.getRequestMethod() + " " + path + (sent.isEmpty() ? "" : " " + sent));
        Reply once = first.getOrDefault(path, new ArrayDeque<>()).poll();
        if (once != null) {
            return once;
        }
        Reply reply = replies.getOrDefault(
                path, new Reply(404, "{\"code\":\"not-laid-ready\",\"detail\":\"" + path + "\"}", Map.of()));
        String known = exchange.getRequestHeaders().getFirst("If-None-Match");
        return known != null && known.equals(reply.headers.get("ETag")) ? new Reply(304, "", Map.of()) : reply;
    }
}
