package dev.darkroom.cli;

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
import java.util.function.LongSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A Darkroom that runs already, and commands that ask it. */
abstract class RunningDarkroomCase {
    @TempDir
    Path directory;

    final FakeDarkroom darkroom = new FakeDarkroom();
    final ByteArrayOutputStream out = new ByteArrayOutputStream();
    final ByteArrayOutputStream err = new ByteArrayOutputStream();
    LongSupplier nanos = System::nanoTime;
    String catalogue;

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

    final void target(String name, String diskFormat) {
        darkroom.reply(
                "/targets",
                "{\"" + name + "\":{\"name\":\"" + name + "\",\"kind\":\"glance\",\"location\":\"https://g\","
                        + "\"disk_format\":" + diskFormat + ",\"since\":\"2026-11-24T01:02:03Z\",\"images\":{}}}");
    }

    final int run(String... arguments) {
        var all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--registry", darkroom.uri().toString()));
        return run(all);
    }

    final int run(List<String> all) {
        return Main.run(new Console(DataStream.to(out), print(err), Map.of()), nanos, all.toArray(String[]::new));
    }

    private static PrintStream print(ByteArrayOutputStream stream) {
        return new PrintStream(stream, true, StandardCharsets.UTF_8);
    }

    final String said() {
        return err.toString(StandardCharsets.UTF_8);
    }
}
