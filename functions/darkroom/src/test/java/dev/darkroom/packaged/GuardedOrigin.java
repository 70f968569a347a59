package dev.darkroom.packaged;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;

/** A web server that has one file for whoever sends the right header, and repeats to everybody else what they sent. */
final class GuardedOrigin implements AutoCloseable {
    private final HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    private final String header;
    private final String value;
    private final byte[] file;

    GuardedOrigin(String header, String value, byte[] file) throws IOException {
        this.header = header;
        this.value = value;
        this.file = file;
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
    }

    String host() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    /** Anything below {@code /elsewhere} redirects to a metadata service, and takes the query with it. */
    String url(String path) {
        return "http://" + host() + "/" + path;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (exchange.getRequestURI().getPath().startsWith("/elsewhere")) {
                exchange.getResponseHeaders()
                        .set(
                                "Location",
                                "http://169.254.169.254/?"
                                        + exchange.getRequestURI().getRawQuery());
                exchange.sendResponseHeaders(302, -1);
                return;
            }
            String sent = exchange.getRequestHeaders().getFirst(header);
            boolean right = value.equals(sent);
            byte[] body = right ? file : ("who are you, " + sent + "?").getBytes(StandardCharsets.UTF_8);
            if (!right && sent != null) {
                exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"" + sent + "\"");
            }
            exchange.sendResponseHeaders(right ? 200 : 401, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
