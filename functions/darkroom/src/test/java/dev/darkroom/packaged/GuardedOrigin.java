package dev.darkroom.packaged;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** A web server that has files for whoever shows the right secret, and repeats to everybody else what they showed. */
final class GuardedOrigin implements AutoCloseable {
    private final HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    private final Function<HttpExchange, String> shown;
    private final String secret;
    private final byte[] file;
    private final Map<String, byte[]> others = new ConcurrentHashMap<>();
    private final Map<String, String> redirects = new ConcurrentHashMap<>();

    private GuardedOrigin(Function<HttpExchange, String> shown, String secret, byte[] file) throws IOException {
        this.shown = shown;
        this.secret = secret;
        this.file = file;
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
    }

    /** @param file that it has at every path, unless something else is said */
    static GuardedOrigin byHeader(String header, String value, byte[] file) throws IOException {
        return new GuardedOrigin(exchange -> exchange.getRequestHeaders().getFirst(header), value, file);
    }

    static GuardedOrigin byQuery(String query, byte[] file) throws IOException {
        return new GuardedOrigin(exchange -> exchange.getRequestURI().getRawQuery(), query, file);
    }

    /** Has another file at this path. */
    GuardedOrigin with(String path, String text) {
        others.put(path, text.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    /** Redirects from this path, without looking at secrets. */
    GuardedOrigin redirecting(String path, String location) {
        redirects.put(path, location);
        return this;
    }

    String host() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    /** Anything below {@code /elsewhere} redirects to a metadata service, and takes the query with it. */
    String url(String path) {
        return "http://" + host() + path;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            String location = path.startsWith("/elsewhere")
                    ? "http://169.254.169.254/?" + exchange.getRequestURI().getRawQuery()
                    : redirects.get(path);
            if (location != null) {
                exchange.getResponseHeaders().set("Location", location);
                exchange.sendResponseHeaders(302, -1);
                return;
            }
            String sent = shown.apply(exchange);
            boolean right = secret.equals(sent);
            byte[] body = right
                    ? others.getOrDefault(path, file)
                    : ("who are you, " + sent + "?").getBytes(StandardCharsets.UTF_8);
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
