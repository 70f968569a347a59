package dev.darkroom.registry.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.ChannelPipeline;
import io.vertx.core.http.HttpServer;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What passes the front door, asked with bytes as they come over the network. */
class FrontDoorTest {
    private static final Duration KEPT = Duration.ofMillis(500);

    @AutoClose
    private final Loopback loopback = new Loopback();

    private int port;

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "localhost", "LOCALHOST", "[::1]"})
    void whoAsksThisMachineIsLetIn(String host) throws Exception {
        serve(true);

        assertThat(ask("GET /ids HTTP/1.1", "Host: " + host + ":8080")).startsWith("HTTP/1.1 200");
        assertThat(ask("GET /ids HTTP/1.1", "Host: " + host)).startsWith("HTTP/1.1 200");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "evil.example:8080",
                "127.0.0.1.evil.example",
                "localhost.evil.example:8080",
                "0.0.0.0",
                "127.0.0.2",
                "2130706433",
                "localhost.",
                "[::ffff:127.0.0.1]",
            })
    void aNameThatIsNotThisMachineIsRefusedWithoutTokens(String host) throws Exception {
        serve(true);

        assertThat(ask("GET /ids HTTP/1.1", "Host: " + host))
                .startsWith("HTTP/1.1 421")
                .contains("\"title\":\"Misdirected Request\"", "\"code\":\"host-refused\"", "darkroom.http.tokens")
                .contains("content-type: application/problem+json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Forwarded: for=192.0.2.1", "X-Forwarded-For: 192.0.2.1", "x-real-ip: 192.0.2.1"})
    void noProxyHandsOnWhatOthersAskWithoutTokens(String header) throws Exception {
        serve(true);

        assertThat(ask("GET /ids HTTP/1.1", "Host: 127.0.0.1", header))
                .startsWith("HTTP/1.1 403")
                .contains("\"code\":\"not-from-here\"", "darkroom.http.tokens");
    }

    @Test
    void withTokensAnyNameWillDo() throws Exception {
        serve(false);

        assertThat(ask("GET /ids HTTP/1.1", "Host: darkroom.example")).startsWith("HTTP/1.1 200");
        assertThat(ask("POST /x HTTP/1.1", "Host: darkroom.example", "Origin: https://evil.example"))
                .startsWith("HTTP/1.1 200");
    }

    @ParameterizedTest
    @CsvSource({
        "POST,   https://evil.example,   403",
        "DELETE, https://evil.example,   403",
        "POST,   http://localhost:3000,  403",
        "POST,   null,                   403",
        "POST,   http://127.0.0.1:8080,  200",
        "GET,    https://evil.example,   200",
    })
    void aPageOfAnotherSiteChangesNothingWithoutTokens(String method, String origin, int status) throws Exception {
        serve(true);

        assertThat(ask(method + " /x HTTP/1.1", "Host: 127.0.0.1:8080", "Origin: " + origin))
                .startsWith("HTTP/1.1 " + status);
    }

    @ParameterizedTest
    @CsvSource({
        "GET,  cross-site,  403",
        "GET,  same-site,   403",
        "GET,  anything,    403",
        "HEAD, cross-site,  403",
        "POST, cross-site,  403",
        "GET,  same-origin, 200",
        "GET,  none,        200",
        "POST, same-origin, 200",
    })
    void aPageOfAnotherSiteNeitherAsksNorWaitsWithoutTokens(String method, String site, int status) throws Exception {
        serve(true);

        assertThat(ask(method + " /ids?wait=30m HTTP/1.1", "Host: 127.0.0.1", "Sec-Fetch-Site: " + site))
                .startsWith("HTTP/1.1 " + status);
    }

    @Test
    void withTokensAPageOfAnotherSiteNeedsOne() throws Exception {
        serve(false);

        assertThat(ask("GET /ids HTTP/1.1", "Host: darkroom.example", "Sec-Fetch-Site: cross-site"))
                .startsWith("HTTP/1.1 200");
    }

    @Test
    void whatIsTooLargeEndsTheConnectionWhoeverSaysSo() throws Exception {
        serve(false);
        for (String path :
                new String[] {"/x HTTP/1.1\r\nContent-Length: 524289", "/large HTTP/1.1\r\nContent-Length: 9"}) {
            try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                socket.setSoTimeout(10_000);
                socket.getOutputStream()
                        .write(("POST " + path + "\r\nHost: here\r\n\r\n").getBytes(StandardCharsets.US_ASCII));

                assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                        .startsWith("HTTP/1.1 413")
                        .contains("connection: close");
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"524287, 200", "524288, 200", "524289, 413", "99999999999999999999, 4", "9223372036854775807, 413"})
    void aBodyThatSaysItIsTooLargeIsNotReadAndTheLimitIsNamed(String length, String status) throws Exception {
        serve(false);

        String answer = ask("POST /x HTTP/1.1", "Host: here", "Content-Length: " + length);

        assertThat(answer).startsWith("HTTP/1.1 " + status);
        if (status.equals("413")) {
            assertThat(answer).contains("512 KiB").contains("connection: close");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "GET,  Content-Length: 5,          400",
        "GET,  Transfer-Encoding: chunked, 400",
        "HEAD, Content-Length: 400000,     400",
        "GET,  Content-Length: 0,          200",
        "POST, Content-Length: 0,          200",
    })
    void aQuestionHasNoBody(String method, String header, int status) throws Exception {
        serve(true);

        assertThat(ask(method + " /ids HTTP/1.1", "Host: localhost", header)).startsWith("HTTP/1.1 " + status);
    }

    @Test
    void aConnectionIsKeptForItsAnswerAndThenForAWhile() throws Exception {
        serve(true);
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(20_000);
            for (String path : new String[] {"/ids", "/slow"}) {
                socket.getOutputStream()
                        .write(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n")
                                .getBytes(StandardCharsets.US_ASCII));
            }

            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                    .endsWith("slow");
        }
    }

    @Test
    void everyAnswerProtectsBrowsers() throws Exception {
        serve(true);
        for (String host : new String[] {"127.0.0.1", "evil.example"}) {
            assertThat(ask("GET /ids HTTP/1.1", "Host: " + host))
                    .contains("X-Content-Type-Options: nosniff")
                    .contains("Content-Security-Policy: default-src 'none'; frame-ancestors 'none'")
                    .contains("X-Frame-Options: DENY")
                    .contains("Referrer-Policy: no-referrer")
                    .contains("Cache-Control: no-store")
                    .doesNotContain("Strict-Transport-Security"); // Not encrypted: it would be a lie.
        }
    }

    @Test
    void whoAnswersMaySaySomethingElse() throws Exception {
        serve(true);

        assertThat(ask("GET /page HTTP/1.1", "Host: localhost"))
                .contains("cache-control: no-cache")
                .doesNotContain("no-store");
    }

    @Test
    void questionsOneBehindTheOtherAreAnsweredInTurn() throws Exception {
        serve(true);

        String answers = pipelined(Pipelined.MOST / 2);

        assertThat(answers.split("HTTP/1.1 200", -1)).hasSize(Pipelined.MOST / 2 + 2);
    }

    @Test
    void whoAsksMoreThanAnybodyReadsIsClosed() throws Exception {
        serve(true);

        assertThat(pipelined(50 * Pipelined.MOST)).isEmpty();
    }

    /** So many questions behind one that takes its time, and one that is the last. */
    private String pipelined(int questions) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            String question = " HTTP/1.1\r\nHost: localhost\r\n";
            String all = "GET /slow" + question + "\r\n" + ("GET /ids" + question + "\r\n").repeat(questions - 1)
                    + "GET /ids" + question + "Connection: close\r\n\r\n";
            socket.getOutputStream().write(all.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        } catch (SocketException closed) {
            return "";
        }
    }

    private void serve(boolean open) throws Exception {
        var connections = new LimitConnections(250, Unread.ROOM, LimitConnections.PATIENCE, KEPT);
        var door = new FrontDoor(new Access(open, false, Tokens.none()), connections);
        Router router = Router.router(loopback.vertx());
        router.route().handler(door::handle);
        router.route("/page")
                .handler(request -> request.response()
                        .putHeader("cache-control", "no-cache")
                        .end());
        router.route("/large")
                .handler(request -> request.response().setStatusCode(413).end());
        router.route("/slow")
                .handler(request -> loopback.vertx()
                        .setTimer(2 * KEPT.toMillis(), any -> request.response().end("slow")));
        router.route().handler(request -> request.response().end("in"));
        HttpServer server = loopback.vertx()
                .createHttpServer()
                .requestHandler(router)
                .connectionHandler(connection -> {
                    ChannelPipeline pipeline =
                            ((ConnectionBase) connection).channel().pipeline();
                    connections.accept(pipeline.firstContext(), new InetSocketAddress("127.0.0.1", 1));
                });
        port = loopback.serve(server);
    }

    private String ask(String... lines) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            String request = String.join("\r\n", lines) + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
