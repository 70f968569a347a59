package dev.darkroom.whole;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.demo.DemoOrigin;
import dev.darkroom.whole.RealImages.Image;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Publishing and subscribing with nothing of Darkroom's: kcat, as the README shows it. */
class KcatIT {
    @TempDir
    private Path room;

    @Test
    void aCataloguePublishedByKcatBecomesAnEventThatKcatReads() throws Exception {
        Image image = RealImages.three(room).getFirst();
        String name = image.file().getFileName().toString();
        var darkroom = new PackagedDarkroom(room, Map.of());
        var serving = darkroom.up("--to", "dir:" + room.resolve("images"), "-Ddarkroom.origins.allow=127.0.0.1");
        try (DemoOrigin origin = new DemoOrigin(Map.of(name, image.file()))) {
            String kafka = serving.at().kafka();
            String catalogue =
                    """
                    {"catalogue": "by-hand", "images": {"by_hand_1": {"source_url": "%s", "source_disk_format": "qcow2", "checksum": "%s"}}}
                    """.formatted(origin.uri().resolve(name), image.sha256()).strip();

            kcat(
                    catalogue,
                    List.of(
                            "-b",
                            kafka,
                            "-P",
                            "-t",
                            "darkroom.catalogues.v1",
                            "-k",
                            "by-hand",
                            "-H",
                            "ce_specversion=1.0",
                            "-H",
                            "ce_id=1",
                            "-H",
                            "ce_source=/me",
                            "-H",
                            "ce_type=dev.darkroom.catalogue.updated.v1",
                            "-H",
                            "content-type=application/json"));

            assertThat(get(serving.at().http() + "/ids?wait=120&key=by_hand_1")).contains("by_hand_1");
            assertThat(kcat(
                            "",
                            List.of(
                                    "-b",
                                    kafka,
                                    "-C",
                                    "-t",
                                    "darkroom.ready.v1",
                                    "-o",
                                    "beginning",
                                    "-e",
                                    "-q",
                                    "-f",
                                    "%k|%h|%s\\n")))
                    .contains("images/by_hand_1|")
                    .contains("ce_specversion=1.0")
                    .contains("ce_type=dev.darkroom.image.ready.v1")
                    .contains("ce_subject=by_hand_1")
                    .contains("content-type=application/json")
                    .contains("\"key\":\"by_hand_1\"");
        } finally {
            assertThat(serving.stop()).doesNotContain(" WARN ").doesNotContain(" ERROR ");
        }
    }

    private static String get(String url) throws IOException, InterruptedException {
        try (var client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString())
                    .body();
        }
    }

    private String kcat(String input, List<String> options) throws IOException, InterruptedException {
        var command = new java.util.ArrayList<>(List.of("kcat"));
        command.addAll(options);
        Process process = new ProcessBuilder(command)
                .redirectError(room.resolve("kcat.err").toFile())
                .start();
        try (OutputStream in = process.getOutputStream()) {
            in.write(input.getBytes(StandardCharsets.UTF_8));
        }
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
        return out;
    }
}
