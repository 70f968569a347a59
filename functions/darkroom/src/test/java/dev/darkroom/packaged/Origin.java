package dev.darkroom.packaged;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/** A web server that has files, sends some of them by halves, and stops in the middle of others until it is told to go on. */
final class Origin implements AutoCloseable {
    private final Map<String, byte[]> files = new ConcurrentHashMap<>();
    private final Map<String, Semaphore> goOn = new ConcurrentHashMap<>();
    private final HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);

    Origin() throws IOException {
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/whole/", exchange -> send(exchange, Cut.NONE));
        server.createContext("/half/", exchange -> send(exchange, Cut.HALF));
        server.createContext("/stopping/", exchange -> send(exchange, Cut.STOP));
        server.start();
    }

    private enum Cut {
        NONE,
        HALF,
        STOP
    }

    /** Has a file from now on, as {@code whole/NAME}, {@code half/NAME} and {@code stopping/NAME}. */
    void have(String name, byte[] content) {
        files.put(name, content);
        goOn.put(name, new Semaphore(0));
    }

    String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/" + path;
    }

    /** Everything that stopped goes on. */
    void goOn() {
        goOn.keySet().forEach(this::goOn);
    }

    /** It goes on where it has stopped. */
    void goOn(String name) {
        goOn.get(name).release(1000);
    }

    @Override
    public void close() {
        goOn();
        server.stop(0);
    }

    private void send(HttpExchange exchange, Cut cut) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            String name = path.substring(path.lastIndexOf('/') + 1);
            byte[] all = files.get(name);
            if (all == null) {
                exchange.sendResponseHeaders(404, -1);
                return;
            }
            String range = exchange.getRequestHeaders().getFirst("Range");
            int from = range == null ? 0 : Integer.parseInt(range.replaceAll("\\D", ""));
            exchange.getResponseHeaders().set("ETag", "\"" + Arrays.hashCode(all) + "\"");
            exchange.getResponseHeaders().set("Accept-Ranges", "bytes");
            if (from > 0) {
                exchange.getResponseHeaders()
                        .set("Content-Range", "bytes " + from + "-" + (all.length - 1) + "/" + all.length);
            }
            exchange.sendResponseHeaders(from > 0 ? 206 : 200, all.length - from);
            var body = exchange.getResponseBody();
            int half = from + (all.length - from) / 2;
            body.write(all, from, half - from);
            body.flush();
            if (cut == Cut.HALF) {
                return;
            }
            if (cut == Cut.STOP) {
                goOn.get(name).acquireUninterruptibly();
            }
            body.write(all, half, all.length - half);
        }
    }
}
