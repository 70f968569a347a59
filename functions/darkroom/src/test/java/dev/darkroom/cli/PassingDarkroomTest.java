package dev.darkroom.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.cli.ask.FakeDarkroom;
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
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code sync} beside another one, which ends when its own work is done. */
class PassingDarkroomTest {
    @TempDir
    Path directory;

    private final FakeDarkroom darkroom = new FakeDarkroom();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @AfterEach
    void close() {
        darkroom.close();
    }

    @Test
    void itMayEndAtAnyTime() throws Exception {
        darkroom.replyOnce("/targets", 502, "<html>", Map.of());
        darkroom.reply(
                "/targets",
                "{\"mycloud\":{\"name\":\"mycloud\",\"kind\":\"glance\",\"location\":\"https://g\","
                        + "\"disk_format\":null,\"since\":\"2026-11-24T01:02:03Z\",\"images\":{}}}");
        darkroom.replyOnce("/images", 502, "<html>", Map.of());
        darkroom.reply("/images", "{}");

        assertThat(sync()).isEqualTo(1);

        assertThat(darkroom.asked()).as(said()).endsWith("GET /catalogues/c");
    }

    @Test
    void oneThatDoesNotAnswerIsPutUpWithNoLongerThanTheUserWaits() throws Exception {
        darkroom.reply("/targets", 502, "<html>", Map.of());
        long start = System.nanoTime();

        assertThat(sync("--timeout", "1s")).isEqualTo(1);

        assertThat(said()).contains("answers 502");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(30));
    }

    private int sync(String... options) throws Exception {
        Path catalogue = Files.writeString(
                directory.resolve("c.yaml"),
                "images: {a: {name: a, source_url: https://example.org/a, source_disk_format: raw}}");
        DataDirectory data = DataDirectory.at(directory.resolve("data"));
        try (Hold hold = data.hold().orElseThrow()) {
            data.announce(new RunningProcess(1, darkroom.uri(), "127.0.0.1:1", null, true));
            var all = new ArrayList<>(List.of("--data", data.root().toString(), "sync", catalogue.toString()));
            all.addAll(List.of(options));
            return Main.run(
                    new Console(DataStream.to(new ByteArrayOutputStream()), print(err), Map.of()),
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
