package dev.darkroom.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.cli.ask.FakeDarkroom;
import dev.darkroom.serve.data.DataDirectory;
import dev.darkroom.serve.data.DataDirectory.Hold;
import dev.darkroom.serve.data.DataDirectory.RunningProcess;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Commands that wait for what a running Darkroom is not yet. */
@Timeout(60)
class WaitingTest {
    @TempDir
    Path directory;

    private final FakeDarkroom darkroom = new FakeDarkroom();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private LongSupplier nanos = System::nanoTime;

    @BeforeEach
    void nothingIsKnownOrDone() {
        darkroom.reply("/images", "{}");
        darkroom.reply("/progress", "[]");
    }

    @AfterEach
    void close() {
        darkroom.close();
    }

    @Test
    void aNameThatIsNotKnownYetIsWaitedForAsLongAsIsSaid() {
        target("mycloud");
        String unknown = "{\"code\":\"key-unknown\",\"detail\":\"there is no key or alias \\\"new\\\"\"}";
        String ready = "{\"key\":\"b\",\"status\":\"ready\",\"attempts\":1,\"targets\":{\"mycloud\":"
                + "{\"status\":\"ready\",\"id\":\"1\"}}}";
        darkroom.reply("/images/new", 404, unknown, Map.of());

        assertThat(imageWait("new")).isEqualTo(1);
        assertThat(said()).isEqualTo("darkroom: there is no key or alias \"new\"\n");

        err.reset();
        nanos = darkroom.anHourPasses("GET /images/new", 3);
        assertThat(imageWait("new", "--timeout=10m")).isEqualTo(1);
        assertThat(said())
                .startsWith("darkroom: there is no key or alias \"new\"; waiting for it\n")
                .contains("new at mycloud: not ready in time");

        darkroom.replyOnce("/images/new", 404, unknown, Map.of());
        darkroom.replyOnce("/images/new", 502, "<html>", Map.of());
        darkroom.reply("/images/new", ready);
        darkroom.reply("/images", "{\"b\":" + ready + "}");
        assertThat(imageWait("new", "--timeout=1m")).as(said()).isZero();
    }

    @Test
    void severalNamesAreWaitedForAtTheSameTime() {
        target("mycloud");
        String unknown = "{\"code\":\"key-unknown\",\"detail\":\"not known\"}";
        String ready = "{\"key\":\"b\",\"status\":\"ready\",\"attempts\":1,\"targets\":{\"mycloud\":"
                + "{\"status\":\"ready\",\"id\":\"1\"}}}";
        darkroom.reply("/images/never", 404, unknown, Map.of());
        darkroom.replyOnce("/images/late", 404, unknown, Map.of());
        darkroom.reply("/images/late", ready);
        darkroom.reply("/images", "{\"b\":" + ready + "}");
        nanos = darkroom.anHourPasses("GET /images/late", 2);

        assertThat(imageWait("never", "late", "--timeout=10m")).isEqualTo(1);

        assertThat(said()).contains("never at mycloud: not ready in time").doesNotContain("late at");
    }

    /** It takes the connection, and answers nothing. */
    @Test
    void oneThatIsSilentIsAskedNoLongerThanIsSaid() throws Exception {
        try (var silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            String place = "http://127.0.0.1:" + silent.getLocalPort();
            long start = System.nanoTime();

            assertThat(run(List.of("--registry", place, "image", "wait", "a", "--timeout=1s")))
                    .isEqualTo(1);
            assertThat(run(List.of("--registry", place, "ids", "--wait=1s"))).isEqualTo(1);

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(25));
            assertThat(said().lines())
                    .hasSize(2)
                    .allMatch(line -> line.contains("no Darkroom answers at " + place + " (request timed out)"));
        }
    }

    /** One that serves has to be stopped, which is for people to do. */
    @Test
    void anotherCommandThatPublishesElsewhereIsWaitedFor() throws Exception {
        target("theirs");
        String catalogue = Files.writeString(
                        directory.resolve("c.yaml"),
                        "images: {a: {name: a, source_url: https://example.org/a, source_disk_format: raw}}")
                .toString();
        DataDirectory data = DataDirectory.at(directory.resolve("data"));
        List<String> sync = new ArrayList<>(
                List.of("--data", data.root().toString(), "sync", catalogue, "--to=cloud:ours", "--timeout=10m"));
        var wrong = new ArrayList<>(sync);
        wrong.set(4, "--disk-format=raw");
        nanos = darkroom.anHourPasses("GET /targets", 3);
        try (Hold hold = data.hold().orElseThrow()) {
            data.announce(new RunningProcess(1, darkroom.uri(), "127.0.0.1:1", null, false));
            assertThat(run(sync)).isEqualTo(1);
            assertThat(said())
                    .contains("does not publish to cloud:ours: stop it")
                    .doesNotContain("waiting");

            data.announce(new RunningProcess(1, darkroom.uri(), "127.0.0.1:1", null, true));
            err.reset();
            assertThat(run(sync)).isEqualTo(1);
            assertThat(said())
                    .startsWith("darkroom: the Darkroom at " + darkroom.uri() + " does not publish to cloud:ours")
                    .contains("publishes to theirs. It is another command's: waiting for its end\n");

            err.reset();
            assertThat(run(wrong)).isEqualTo(2);
            assertThat(said()).doesNotContain("waiting");

            darkroom.replyOnce("/targets", 200, "{}", Map.of());
            target("ours");
            err.reset();
            assertThat(run(sync)).isEqualTo(1);
            assertThat(said()).contains("waiting for its end\n").contains("catalogue c: 1 image for ours");
        }
    }

    private void target(String name) {
        darkroom.reply(
                "/targets",
                "{\"" + name + "\":{\"name\":\"" + name + "\",\"kind\":\"glance\",\"location\":\"https://g\","
                        + "\"disk_format\":null,\"since\":\"2026-11-24T01:02:03Z\",\"images\":{}}}");
    }

    private int imageWait(String... arguments) {
        var all = new ArrayList<>(List.of("--registry", darkroom.uri().toString(), "image", "wait"));
        all.addAll(List.of(arguments));
        return run(all);
    }

    private int run(List<String> arguments) {
        var out = DataStream.to(new ByteArrayOutputStream());
        var console = new Console(out, new PrintStream(err, true, StandardCharsets.UTF_8), Map.of());
        return Main.run(console, nanos, arguments.toArray(String[]::new));
    }

    private String said() {
        return err.toString(StandardCharsets.UTF_8);
    }
}
