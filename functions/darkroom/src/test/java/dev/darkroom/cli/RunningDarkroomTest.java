package dev.darkroom.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.cli.ask.FakeDarkroom;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands that use a Darkroom that runs already. */
class RunningDarkroomTest {
    @TempDir
    Path directory;

    private final FakeDarkroom darkroom = new FakeDarkroom();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private String catalogue;

    @BeforeEach
    void aCatalogue() throws IOException {
        catalogue = Files.writeString(
                        directory.resolve("c.yaml"),
                        "images: {a: {name: a, source_url: https://example.org/a, source_disk_format: raw}}")
                .toString();
        darkroom.reply("/images", "{}");
        darkroom.reply("/images/a", "{\"key\":\"a\",\"status\":\"waiting\",\"attempts\":0,\"targets\":{}}");
        darkroom.reply("/progress", "[]");
    }

    @AfterEach
    void close() {
        darkroom.close();
    }

    @Test
    void whereThereIsNoTargetNothingIsReady() {
        darkroom.reply("/targets", "{}");

        assertThat(run("image", "wait", "a")).isEqualTo(1);
        assertThat(run("sync", catalogue)).isEqualTo(1);

        assertThat(said().lines())
                .hasSize(2)
                .allMatch(line -> line.contains("no target has announced itself to the Darkroom at " + darkroom.uri()));
    }

    private int run(String... arguments) {
        var all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--registry", darkroom.uri().toString()));
        return Main.run(
                new Console(print(new ByteArrayOutputStream()), print(err), Map.of()), all.toArray(String[]::new));
    }

    private static PrintStream print(ByteArrayOutputStream stream) {
        return new PrintStream(stream, true, StandardCharsets.UTF_8);
    }

    private String said() {
        return err.toString(StandardCharsets.UTF_8);
    }
}
