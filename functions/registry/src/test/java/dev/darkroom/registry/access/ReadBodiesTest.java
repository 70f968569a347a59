package dev.darkroom.registry.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.events.CatalogueUpdated;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What requests carry, sent with bytes as they come over the network. */
class ReadBodiesTest {
    private static final Duration SHORT = Duration.ofMillis(500);
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final long ROOM = 1_000_000;
    private static final String START = "POST /x HTTP/1.1\r\nHost: here\r\nConnection: close\r\n";

    @AutoClose
    private final Loopback loopback = new Loopback();

    private int port;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatIsCarriedIsReadBeforeItIsPassedOn(boolean chunked) throws Exception {
        serve(LONG, ROOM);
        int largest = CatalogueUpdated.LARGEST;
        String header = chunked ? "Transfer-Encoding: chunked" : "Content-Length: " + largest;
        try (Socket socket = send(header, (chunked ? chunk(largest) : "") + "x".repeat(largest - 1))) {
            assertThat(handled(socket)).as("before its last byte").isFalse();

            write(socket, chunked ? "x\r\n" + chunk(0) + "\r\n" : "x");

            assertThat(answer(socket)).startsWith("HTTP/1.1 200").contains("passed " + largest);
        }
    }

    @Test
    void oneByteMoreThanTheLargestIsRefusedThoughItDoesNotSaySo() throws Exception {
        serve(LONG, ROOM);
        int larger = CatalogueUpdated.LARGEST + 1;
        try (Socket socket = send("Transfer-Encoding: chunked", chunk(larger) + "x".repeat(larger))) {
            assertThat(answer(socket))
                    .startsWith("HTTP/1.1 413")
                    .contains("connection: close", "\"code\":\"body-too-large\"");
        }
    }

    @Test
    void whatDoesNotComeInTimeIsRefused() throws Exception {
        serve(SHORT, ROOM);
        try (Socket socket = send("Content-Length: 9", "x")) {
            assertThat(answer(socket))
                    .startsWith("HTTP/1.1 408")
                    .contains("connection: close", "\"code\":\"body-too-slow\"", "500 ms");
        }
    }

    @Test
    void moreThanThereIsRoomForIsRefusedUntilSomeIsFree() throws Exception {
        serve(LONG, 10);
        try (Socket small = send("Content-Length: 3", "xx")) {
            try (Socket left = send("Content-Length: 10", "xxxxxxxx")) {
                assertThat(sendUntil("HTTP/1.1 503", "x"))
                        .contains("retry-after: 1", "connection: close", "\"code\":\"busy\"");
                assertThat(left.getInputStream().available()).isZero();
            }
            sendUntil("passed 8", "xxxxxxxx");
            write(small, "x");
            assertThat(answer(small)).as("what was held all the time").contains("passed 3");
        }
    }

    @Test
    void whoAsksWhetherToSendIsToldTo() throws Exception {
        serve(LONG, ROOM);
        try (Socket socket = send("Content-Length: 1\r\nExpect: 100-Continue", "")) {
            assertThat(new String(socket.getInputStream().readNBytes(25), StandardCharsets.US_ASCII))
                    .isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
            write(socket, "x");
            assertThat(answer(socket)).contains("passed 1");
        }
    }

    @Test
    void ofWhoIsNotKnownNothingIsRead() throws Exception {
        serve(LONG, ROOM);
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(20_000);
            write(socket, START + "Content-Length: 9\r\n\r\nx");
            assertThat(new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
                    .isEqualTo("HTTP/1.1 200");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"X: y", "Content-Length: 0"})
    void whatCarriesNothingIsPassedOn(String header) throws Exception {
        serve(LONG, ROOM);
        try (Socket socket = send(header, "")) {
            assertThat(answer(socket)).contains("passed nothing");
        }
    }

    /** Behind the front door; what comes before, such as who asks, takes its time, and nothing is read meanwhile. */
    private void serve(Duration patience, long room) throws Exception {
        var connections = LimitConnections.of(250);
        Router router = Router.router(loopback.vertx());
        router.route().handler(new FrontDoor(new Access(false, false, Tokens.none()), connections)::handle);
        router.route().handler(request -> {
            request.request().pause();
            if (request.request().getHeader("Authorization") != null) {
                request.setUser(new QuarkusHttpUser(QuarkusSecurityIdentity.builder()
                        .setPrincipal(HttpCaller.ANYBODY)
                        .build()));
            }
            loopback.vertx().setTimer(10, any -> request.next());
        });
        router.route().handler(new ReadBodies(patience, room)::handle);
        router.route()
                .handler(request -> request.response()
                        .end("passed "
                                + (request.body().buffer() == null
                                        ? "nothing"
                                        : request.body().buffer().length())));
        port = loopback.serve(router);
    }

    private Socket send(String header, String body) throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(20_000);
        write(socket, START + "Authorization: Bearer s3cret\r\n" + header + "\r\n\r\n" + body);
        return socket;
    }

    /** Sends it again and again: what others have sent, or have left, is not noticed at once. @return that answer */
    private String sendUntil(String answer, String body) throws IOException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (true) {
            try (Socket socket = send("Content-Length: " + body.length(), body)) {
                String answered = answer(socket);
                if (answered.contains(answer)) {
                    return answered;
                }
                assertThat(System.nanoTime()).as(answered).isLessThan(deadline);
            }
        }
    }

    private static String chunk(int bytes) {
        return Integer.toHexString(bytes) + "\r\n";
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** Whether it is answered within a moment, in which the server has read what was sent. */
    private static boolean handled(Socket socket) throws Exception {
        Thread.sleep(300);
        return socket.getInputStream().available() > 0;
    }

    private static String answer(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
