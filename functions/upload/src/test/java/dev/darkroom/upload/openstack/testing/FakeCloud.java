package dev.darkroom.upload.openstack.testing;

import dev.darkroom.events.testing.FakeHttp;
import dev.darkroom.events.testing.SocketServer;
import dev.darkroom.upload.openstack.clouds.CloudSettings;
import dev.darkroom.upload.openstack.clouds.Login;
import dev.darkroom.upload.openstack.clouds.Secret;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;

/**
 * A Keystone and a Glance on one port of loopback. Keystone gives tokens unless it is told otherwise; Glance answers each
 * request, such as {@code GET /v2/images?limit=2}, as the test says.
 */
public final class FakeCloud extends FakeHttp {
    public static final String LOGIN = "POST /v3/auth/tokens";
    public static final String PROJECT = "0123456789abcdef0123456789abcdef";
    public static final Secret PASSWORD = new Secret("pass-canary-word");

    private final AtomicInteger tokens = new AtomicInteger();

    public FakeCloud() {
        this(null);
    }

    /** @param tls what certificates it shows; null for plain HTTP */
    public FakeCloud(SSLContext tls) {
        super(tls == null ? SocketServer.loopback() : loopback(tls), tls == null ? "http" : "https", Request::line);
        on(LOGIN, token(3600));
    }

    private static ServerSocket loopback(SSLContext tls) {
        try {
            return tls.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public FakeCloud on(String line, Reply... row) {
        super.on(line, row);
        return this;
    }

    public String url() {
        return url("");
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

    /** A new token each time: {@code token-1}, {@code token-2} and so on. */
    public Reply token(int seconds) {
        return (request, out) -> {
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
        return (request, out) -> {
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
        return (request, out) -> {
            send(out, status, body);
            Thread.sleep(kept.toMillis());
        };
    }

    /** Takes a part of the body and resets the connection. */
    public static Reply resetAfter(long bytes) {
        return (request, out) -> {
            request.in().skipNBytes(bytes);
            request.socket().setSoLinger(true, 0);
            request.socket().close();
        };
    }

    /** Takes a part of the body, then neither takes nor says anything. */
    public static Reply silentAfter(long bytes) {
        return (request, out) -> {
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
        var all = new ArrayList<>(List.of(headers));
        if (status != 204) {
            all.addFirst("Content-Length: " + length);
        }
        head(out, status, all);
    }
}
