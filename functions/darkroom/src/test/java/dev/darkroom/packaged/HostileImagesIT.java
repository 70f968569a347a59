package dev.darkroom.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.darkroom.demo.DemoOrigin;
import dev.darkroom.inspect.testing.HostileImage;
import dev.darkroom.inspect.testing.HostileImages;
import dev.darkroom.wire.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every hostile image there is goes through the whole running system, and none gets in. */
class HostileImagesIT {
    @TempDir
    private Path room;

    @Test
    void everyHostileImageFailsWithItsCodeAndLeavesNothing() throws Exception {
        List<HostileImage> hostile = HostileImages.all();
        var files = new TreeMap<String, Path>();
        for (int i = 0; i < hostile.size(); i++) {
            files.put(
                    "image" + i,
                    hostile.get(i)
                            .in(Files.createDirectories(room.resolve("made").resolve("" + i))));
        }
        var darkroom = new Darkroom(room);
        Darkroom.Result sync;
        try (DemoOrigin origin = new DemoOrigin(files)) {
            sync = darkroom.run(
                    "sync",
                    catalogue(hostile, origin).toString(),
                    "--to",
                    "dir:" + room.resolve("images"),
                    "--disk-format",
                    "raw",
                    "-Ddarkroom.origins.allow=127.0.0.1",
                    "-Ddarkroom.fetch.concurrency=8");
        }

        assertThat(sync.code()).as(sync.err()).isEqualTo(1);
        var expected = new TreeMap<String, String>();
        for (int i = 0; i < hostile.size(); i++) {
            expected.put("hostile_" + i, "failed " + hostile.get(i).code());
        }
        assertThat(statuses(darkroom)).isEqualTo(expected).hasSizeGreaterThanOrEqualTo(200);
        darkroom.assertSwept(room.resolve("images"));
        assertThat(room.resolve("images")).isDirectoryNotContaining("glob:**hostile*");
    }

    private static TreeMap<String, String> statuses(Darkroom darkroom) throws Exception {
        JsonNode rows = Json.mapper()
                .readTree(darkroom.run("image", "list", "-f", "json").out());
        var statuses = new TreeMap<String, String>();
        rows.forEach(row -> statuses.put(
                row.get("Key").asText(),
                row.get("Status").asText() + " " + row.get("Reason").asText().replaceFirst(":.*", "")));
        return statuses;
    }

    private Path catalogue(List<HostileImage> hostile, DemoOrigin origin) throws IOException {
        var entries = new TreeMap<String, Object>();
        for (int i = 0; i < hostile.size(); i++) {
            entries.put(
                    "hostile_" + i,
                    Map.of(
                            "source_url", origin.uri().resolve("image" + i).toString(),
                            "source_disk_format", hostile.get(i).declared().label()));
        }
        Path path = room.resolve("hostile.json");
        Files.writeString(path, Json.mapper().writeValueAsString(Map.of("catalogue", "hostile", "images", entries)));
        return path;
    }
}
