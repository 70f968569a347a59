package dev.darkroom.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A web server on this machine that has a few files, and sends the rest of one that was cut. */
public final class DemoOrigin implements AutoCloseable {
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d{1,18})-");

    private final Map<String, Path> files;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    /** @param files by their names in the URL */
    public DemoOrigin(Map<String, Path> files) throws IOException {
        this.files = Map.copyOf(files);
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    public URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            Path path = files.get(exchange.getRequestURI().getPath().substring(1));
            if (path == null) {
                exchange.sendResponseHeaders(404, -1);
                return;
            }
            try (var file = new RandomAccessFile(path.toFile(), "r")) {
                send(exchange, file);
            }
        }
    }

    private static void send(HttpExchange exchange, RandomAccessFile file) throws IOException {
        long size = file.length();
        long from = from(exchange, size);
        var headers = exchange.getResponseHeaders();
        headers.set("Accept-Ranges", "bytes");
        headers.set("Content-Type", "application/octet-stream");
        if (from > 0) {
            headers.set("Content-Range", "bytes " + from + "-" + (size - 1) + "/" + size);
        }
        boolean head = exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(from > 0 ? 206 : 200, head ? -1 : size - from);
        if (!head) {
            file.seek(from);
            Channels.newInputStream(file.getChannel()).transferTo(exchange.getResponseBody());
        }
    }

    /** Where the answer begins: at 0, unless a range that there is was asked for. */
    private static long from(HttpExchange exchange, long size) {
        String range = exchange.getRequestHeaders().getFirst("Range");
        Matcher matcher = RANGE.matcher(range == null ? "" : range);
        long from = matcher.matches() ? Long.parseLong(matcher.group(1)) : 0;
        return from < size ? from : 0;
    }
}
