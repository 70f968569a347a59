package dev.darkroom.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.darkroom.cli.ask.FakeDarkroom;
import dev.darkroom.events.testing.Threads;
import dev.darkroom.serve.data.DataDirectory;
import dev.darkroom.serve.data.DataDirectory.Hold;
import dev.darkroom.serve.data.DataDirectory.RunningProcess;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code sync} beside another one, which ends when its own work is done. */
@Timeout(60)
class AnotherCommandsDarkroomTest {
    @TempDir
    Path directory;

    private final FakeDarkroom darkroom = new FakeDarkroom();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final AtomicLong clock = new AtomicLong();
    private LongSupplier nanos = System::nanoTime;
    private Hold hold;
    private DataDirectory data;

    @BeforeEach
    void itHasADirectory() {
        data = DataDirectory.at(directory.resolve("data"));
    }

    @AfterEach
    void close() {
        darkroom.close();
    }

    @Test
    void itMayEndAtAnyTime() throws Exception {
        darkroom.replyOnce("/targets", 502, "<html>", Map.of());
        darkroom.reply("/targets", target("mycloud"));
        darkroom.replyOnce("/images", 502, "<html>", Map.of());
        darkroom.reply("/images", "{}");

        assertThat(sync()).isEqualTo(1);

        assertThat(darkroom.asked()).as(said()).endsWith("GET /catalogues/c");
    }

    @Test
    void oneThatDoesNotAnswerIsPutUpWithNoLongerThanTheUserWaits() throws Exception {
        darkroom.reply("/targets", 502, "<html>", Map.of());
        nanos = darkroom.anHourPasses("GET /targets", 2);

        assertThat(sync("--timeout=10m")).isEqualTo(1);

        assertThat(said()).contains("answers 502");
        assertThat(darkroom.asked()).containsExactly("GET /targets", "GET /targets");
    }

    @ParameterizedTest
    @CsvSource({"200, does not publish to cloud:mycloud", "502, answers 502"})
    void whatWasWaitedBeforeItsEndCounts(int next, String why) throws Exception {
        neverAdmits();
        var changes = afterPublishing(() -> {
            int asked = targetsAsked();
            clock.set(Duration.ofMinutes(9).toNanos());
            darkroom.reply("/targets", next, target("theirs"), Map.of());
            darkroom.reply("/catalogues/c", 502, "<html>", Map.of());
            Threads.until(() -> targetsAsked() > asked);
            clock.set(Duration.ofMinutes(11).toNanos());
        });

        assertThat(sync("--to=cloud:mycloud", "--timeout=10m")).isEqualTo(1);

        changes.join();
        assertThat(said()).contains(why);
    }

    @Test
    void whatWasWaitedBeforeItsEndCountsWhereThatTakesLong() throws Exception {
        neverAdmits();
        var changes = afterPublishing(() -> {
            clock.set(Duration.ofSeconds(599).toNanos());
            data.forget();
            darkroom.reply("/catalogues/c", 502, "<html>", Map.of());
        });

        assertThat(sync("--timeout=10m")).isEqualTo(1);

        changes.join();
        assertThat(said()).contains("neither answers nor ends in 5 s: ");
    }

    @Test
    void noneIsStartedInItsPlaceWhenTheTimeIsOver() throws Exception {
        neverAdmits();
        var changes = afterPublishing(() -> {
            data.forget();
            darkroom.reply("/catalogues/c", 502, "<html>", Map.of());
            Threads.until(() -> said().contains("to answer or to end"));
            clock.set(Duration.ofMinutes(11).toNanos());
            hold.close();
        });

        assertThat(sync("--timeout=10m")).isEqualTo(1);

        changes.join();
        assertThat(said()).endsWith("darkroom: the Darkroom that was used has ended, and the time is over\n");
    }

    private int targetsAsked() {
        return Collections.frequency(darkroom.asked(), "GET /targets");
    }

    private void neverAdmits() {
        darkroom.reply("/targets", target("mycloud"));
        darkroom.reply("/images", "{}");
        darkroom.reply("/catalogues", 202, "{}", Map.of());
        darkroom.reply("/catalogues/c", 404, "{\"code\":\"catalogue-unknown\",\"detail\":\"\"}", Map.of());
    }

    private static String target(String name) {
        return "{\"" + name + "\":{\"name\":\"" + name + "\",\"kind\":\"glance\",\"location\":\"https://g\","
                + "\"disk_format\":null,\"since\":\"2026-11-24T01:02:03Z\",\"images\":{}}}";
    }

    private CompletableFuture<Void> afterPublishing(ThrowingCallable changes) {
        nanos = clock::get;
        return CompletableFuture.runAsync(
                () -> assertThatCode(() -> {
                            Threads.until(() -> darkroom.asked().stream().anyMatch(each -> each.startsWith("POST")));
                            changes.call();
                        })
                        .doesNotThrowAnyException(),
                Threads.OWN_THREAD);
    }

    private int sync(String... options) throws Exception {
        Path catalogue = Files.writeString(
                directory.resolve("c.yaml"),
                "images: {a: {name: a, source_url: https://example.org/a, source_disk_format: raw}}");
        try (Hold taken = data.hold().orElseThrow()) {
            hold = taken;
            data.announce(new RunningProcess(1, darkroom.uri(), "127.0.0.1:1", null, true));
            var all = new ArrayList<>(List.of("--data", data.root().toString(), "sync", catalogue.toString()));
            all.addAll(List.of(options));
            return Main.run(
                    new Console(DataStream.to(new ByteArrayOutputStream()), print(err), Map.of()),
                    nanos,
                    all.toArray(String[]::new));
        }
    }

    private static PrintStream print(ByteArrayOutputStream stream) {
        return new PrintStream(stream, true, StandardCharsets.UTF_8);
    }

    private String said() {
        return err.toString(StandardCharsets.UTF_8);
    }
}
