package dev.darkroom.packaged;

import static dev.darkroom.events.testing.Threads.OWN_THREAD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.events.testing.Threads;
import dev.darkroom.registry.access.LimitConnections;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How much a running Darkroom lets be asked of it. */
class LimitsIT {
    private static final int RATE = 5;
    private static final int CONNECTIONS = 1000;
    private static final int OF_ONE_ADDRESS = 250;
    private static final String LATE = "/images/late?wait=PT0.01S";
    /** The hash is that of "s3cret". */
    private static final String TOKENS = "ci read 1ec1c26b50d5d3c58d9583181af8076655fe00756bf7285940ba3670f99fcba0\n";

    @TempDir
    Path work;

    private Darkroom darkroom;
    private Darkroom.Running up;

    @AfterEach
    void stop() throws Exception {
        up.close();
    }

    @Test
    void whoAsksTooOftenIsToldWhenToComeBack() throws Exception {
        String tokens = "-Ddarkroom.http.tokens=" + Files.writeString(work.resolve("tokens"), TOKENS);
        try (Web web = start(tokens, "-Ddarkroom.http.rate=" + RATE, "-Ddarkroom.http.waits=2")) {
            assertSomeAreTurnedAway(web, "s3cret", 200);
            assertSomeAreTurnedAway(web, "guessed", 401);
            // However much others guess from the same address, who is known may ask.
            TimeUnit.SECONDS.sleep(1);
            assertSomeAreTurnedAway(web, "guessed", 401);
            assertThat(web.ask("GET", "/targets", "s3cret").statusCode()).isEqualTo(200);

            TimeUnit.SECONDS.sleep(1);
            try (Socket one = hold("Authorization: Bearer s3cret\r\n");
                    Socket other = hold("Authorization: Bearer s3cret\r\n")) {
                Threads.until(() -> turnsAway(web));
            }
        }
    }

    /** Because so many wait: it is not asked too often. */
    private static boolean turnsAway(Web web) {
        try {
            TimeUnit.MILLISECONDS.sleep(2 * 1000 / RATE);
            return web.ask("GET", LATE, "s3cret").body().contains("darkroom.http.waits");
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** After a silence as many as are allowed a second, and so many more for each second that the machine took. */
    private static void assertSomeAreTurnedAway(Web web, String token, int others) {
        long start = System.nanoTime();
        List<HttpResponse<String>> answers = askAtOnce(web, "/targets", token, 40);
        long later = RATE * (System.nanoTime() - start) / TimeUnit.SECONDS.toNanos(1);
        assertThat(answers).filteredOn(each -> each.statusCode() == others).hasSizeBetween(RATE, (int)
                (RATE + later + 1));
        assertThat(answers)
                .filteredOn(each -> each.statusCode() != others)
                .isNotEmpty()
                .allSatisfy(each -> {
                    assertThat(each.statusCode()).isEqualTo(429);
                    assertThat(each.headers().firstValue("retry-after")).contains("1");
                    assertThat(each.body()).contains("too-many-requests", "darkroom.http.rate");
                });
    }

    @Test
    void aQuestionThatNobodyWaitsForAnyMoreGivesItsPlaceBack() throws Exception {
        try (Web web = start("-Ddarkroom.http.waits=2")) {
            for (int round = 0; round < 3; round++) {
                try (Socket one = hold("");
                        Socket other = hold("")) {
                    awaitStatus(web, null, 429);
                }
            }
            awaitStatus(web, null, 404);
            // One that asks goes on waiting, and is answered.
            try (Socket patient = send("GET /images/late?wait=15s HTTP/1.1\r\nHost: localhost\r\n\r\n")) {
                assertThat(new String(patient.getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
                        .isEqualTo("HTTP/1.1 404");
            }
        }
    }

    @Test
    void howeverManyMayWaitTheOthersAreAnswered() throws Exception {
        try (Web web = start("-Ddarkroom.http.waits=300", "-Ddarkroom.http.connections=400")) {
            var waiting = new ArrayList<Socket>();
            try {
                for (int i = 0; i < 300; i++) {
                    waiting.add(send("GET /images/late?wait=20m HTTP/1.1\r\nHost: localhost\r\n\r\n"));
                }
                for (String path : List.of("/q/health/live", "/targets")) {
                    assertThat(CompletableFuture.supplyAsync(() -> status(web, path), OWN_THREAD)
                                    .get(30, TimeUnit.SECONDS))
                            .as(path)
                            .isEqualTo(200);
                }
            } finally {
                for (Socket socket : waiting) {
                    socket.close();
                }
            }
        }
    }

    /** A question that is waiting; the place of one that was left a moment ago may not be free at once. */
    private Socket hold(String header) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (true) {
            Socket socket = send("GET /images/late?wait=20m HTTP/1.1\r\nHost: localhost\r\n" + header + "\r\n");
            socket.setSoTimeout(1_000);
            try {
                socket.getInputStream().read();
            } catch (SocketTimeoutException waiting) {
                return socket;
            }
            socket.close();
            assertThat(System.nanoTime()).as("no place became free").isLessThan(deadline);
        }
    }

    /** How many wait is known a moment later. */
    private static void awaitStatus(Web web, String token, int status) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (web.ask("GET", LATE, token).statusCode() != status) {
            assertThat(System.nanoTime()).as("it never was " + status).isLessThan(deadline);
            Thread.sleep(20);
        }
    }

    @Test
    void whatIsTooLargeOrTooMuchIsNotTaken() throws Exception {
        try (Web web = start()) {
            assertThat(status("GET /targets HTTP/1.1\r\nX: " + "x".repeat(20_000)))
                    .contains(" 431 ");
            assertThat(status("GET /" + "x".repeat(20_000) + " HTTP/1.1")).contains(" 414 ");
            assertThat(status("GET /ids?target=images" + "&key=debian_12_20260801_x86_64".repeat(400) + " HTTP/1.1"))
                    .contains(" 404 ");
            var chunked = HttpRequest.newBuilder(URI.create(Web.uri(darkroom) + "/catalogues"))
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(new byte[600_000]))); // Chunked.
            assertThat(web.client()
                            .send(chunked.build(), BodyHandlers.ofString())
                            .statusCode())
                    .isEqualTo(413);
            assertThat(status("POST /catalogues HTTP/1.1\r\nContent-Length: 3000000000"))
                    .contains(" 413 ", "application/problem+json");
            assertConnectionsAreLimited();
        }
    }

    @Test
    void bodiesThatDoNotComeKeepNobodyFromAsking() throws Exception {
        try (Web web = start()) {
            var sockets = new ArrayList<Socket>();
            try {
                for (int i = 0; i < OF_ONE_ADDRESS - 20; i++) {
                    sockets.add(
                            send("POST /catalogues HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                                    + "Content-Length: 100\r\n\r\n{"));
                }
                assertThat(web.ask("GET", "/q/health/live", null).statusCode()).isEqualTo(200);
                assertThat(web.ask("GET", "/ids?target=images", null).statusCode())
                        .isEqualTo(200);
                assertThat(web.ask("POST", "/catalogues", null).body()).contains("catalogue is missing");
            } finally {
                for (Socket socket : sockets) {
                    socket.close();
                }
            }
        }
    }

    /** Else what he is answered fills the memory that all share, Kafka included, and nobody is answered any more. */
    @Test
    void whoAsksOnAndReadsNothingIsClosed() throws Exception {
        try (Web web = start();
                Socket deaf = new Socket()) {
            deaf.setReceiveBufferSize(4096);
            deaf.connect(new InetSocketAddress(
                    InetAddress.getLoopbackAddress(), Web.uri(darkroom).getPort()));
            byte[] questions =
                    "GET /ids HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(500).getBytes(StandardCharsets.US_ASCII);
            assertThatThrownBy(() -> {
                        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
                        while (System.nanoTime() < end) {
                            deaf.getOutputStream().write(questions);
                        }
                    })
                    .isInstanceOf(IOException.class);
            assertThat(CompletableFuture.supplyAsync(() -> status(web), OWN_THREAD)
                            .get(30, TimeUnit.SECONDS))
                    .isEqualTo(200);
        }
    }

    @Test
    void whoAsksOnAndReadsIsAnswered() throws Exception {
        try (Web web = start();
                Socket eager = send("GET /targets HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(20)
                        + "GET /targets HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")) {
            String answers = new String(eager.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            assertThat(answers.split("HTTP/1.1 200", -1)).hasSize(22);
            assertThat(status(web)).isEqualTo(200);
        }
    }

    private static int status(Web web) {
        return status(web, "/q/health/live");
    }

    private static int status(Web web, String path) {
        try {
            return web.ask("GET", path, null).statusCode();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** One address leaves most of them to others; all together cannot have more than there are; who is silent has none. */
    private void assertConnectionsAreLimited() throws Exception {
        var sockets = new ArrayList<Socket>();
        long start = System.nanoTime();
        try {
            for (int i = 0; i < OF_ONE_ADDRESS + 50; i++) {
                sockets.add(connect("127.0.0.2"));
            }
            assertThat(awaitClosed(sockets, 50)).isLessThanOrEqualTo(most(50, start));
            assertThat(status("GET /targets HTTP/1.1")).startsWith("HTTP/1.1 200");
            for (int i = 0; i < CONNECTIONS - OF_ONE_ADDRESS + 50; i++) {
                sockets.add(connect("127.0.0." + (3 + i % 4)));
            }
            assertThat(awaitClosed(sockets, 50 + 1)).isLessThanOrEqualTo(most(50 + 60, start));
            TimeUnit.NANOSECONDS.sleep(LimitConnections.PATIENCE.toNanos());
            long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
            while (closed(sockets) < sockets.size()) {
                assertThat(System.nanoTime()).as("they may be silent").isLessThan(deadline);
            }
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
        assertThat(status("GET /targets HTTP/1.1")).startsWith("HTTP/1.1 200");
    }

    /** On a slow machine some have been silent for too long by now. */
    private static long most(long refused, long start) {
        return System.nanoTime() - start < LimitConnections.PATIENCE.toNanos() ? refused : CONNECTIONS;
    }

    private Socket connect(String from) throws Exception {
        return new Socket(
                InetAddress.getLoopbackAddress(), Web.uri(darkroom).getPort(), InetAddress.getByName(from), 0);
    }

    /** Those that are closed, once there are as many; whoever connects does not wait for it. */
    private static long awaitClosed(List<Socket> sockets, long many) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        long closed = closed(sockets);
        while (closed < many) {
            assertThat(System.nanoTime()).as(closed + " are closed").isLessThan(deadline);
            closed = closed(sockets);
        }
        return closed;
    }

    private static long closed(List<Socket> sockets) throws Exception {
        long closed = 0;
        for (Socket socket : sockets) {
            socket.setSoTimeout(1);
            closed += closed(socket) ? 1 : 0;
        }
        return closed;
    }

    private static boolean closed(Socket socket) {
        try {
            return socket.getInputStream().read() < 0;
        } catch (java.net.SocketTimeoutException e) {
            return false;
        } catch (java.io.IOException e) {
            return true;
        }
    }

    private Web start(String... settings) throws Exception {
        darkroom = new Darkroom(work);
        var arguments = new ArrayList<>(List.of(settings));
        arguments.addAll(List.of("up", "--http-port", "0", "--kafka-port", "0"));
        up = darkroom.start(arguments.toArray(String[]::new));
        up.awaitSaid("stop with Ctrl-C");
        return Web.of(darkroom);
    }

    private static List<HttpResponse<String>> askAtOnce(Web web, String path, String token, int times) {
        return IntStream.range(0, times)
                .mapToObj(each -> CompletableFuture.supplyAsync(
                        () -> {
                            try {
                                return web.ask("GET", path, token);
                            } catch (Exception e) {
                                throw new IllegalStateException(e);
                            }
                        },
                        OWN_THREAD))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();
    }

    private Socket send(String request) throws Exception {
        var socket =
                new Socket(InetAddress.getLoopbackAddress(), Web.uri(darkroom).getPort());
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private String status(String request) throws Exception {
        try (Socket socket = send(request + "\r\nHost: localhost\r\nConnection: close\r\n\r\n")) {
            return new String(socket.getInputStream().readNBytes(400), StandardCharsets.US_ASCII);
        }
    }
}
