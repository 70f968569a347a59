package dev.darkroom.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.events.testing.Threads;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A second process on a data directory whose first one still starts: that takes as long as it likes here. */
class SecondProcessIT {
    @TempDir
    Path work;

    private Darkroom darkroom;
    private String catalogue;

    @BeforeEach
    void anImage() throws IOException {
        darkroom = new Darkroom(work);
        Path image = Files.write(work.resolve("a.raw"), new byte[1 << 20]);
        catalogue = Files.writeString(
                        work.resolve("c.yaml"),
                        "images: {a: {name: a, source_url: \"file://" + image + "\", source_disk_format: raw}}")
                .toString();
    }

    @Test
    void waitsForItAndUsesIt() throws Exception {
        try (Darkroom.Running first = starting();
                Darkroom.Running sync = sync();
                Darkroom.Running ids = darkroom.start("ids")) {
            sync.awaitSaid(waiting(first));
            ids.awaitSaid(waiting(first));
            signal(first, "CONT");
            first.awaitSaid("stop with Ctrl-C");
            assertReady(sync);
            assertThat(sync.err())
                    .contains("Darkroom that runs at "
                            + darkroom.running().get("http").asText());
            assertThat(ids.process().waitFor()).as(ids.err()).isZero();
        }
    }

    /** It closes its port seconds before it has ended. */
    @Test
    void whoeverStopsIsNotFoundAnyMore() throws Exception {
        try (Darkroom.Running first = darkroom.up(work.resolve("images"))) {
            URI http = URI.create(darkroom.running().get("http").asText() + "/images");
            first.process().destroy();
            while (answers(http)) {
                Thread.onSpinWait();
            }

            Threads.until(() -> Files.notExists(darkroom.data().resolve("running.json")));
            Darkroom.Result list = darkroom.run("image", "list");
            assertThat(list.code()).as(list.err()).isZero();
        }
    }

    private static boolean answers(URI http) {
        try {
            return ((HttpURLConnection) http.toURL().openConnection()).getResponseCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void goesOnByItselfWhenItEnds() throws Exception {
        try (Darkroom.Running first = starting();
                Darkroom.Running sync = sync()) {
            sync.awaitSaid(waiting(first));
            first.process().destroyForcibly();
            assertReady(sync);
        }
    }

    private Darkroom.Running starting() throws Exception {
        Darkroom.Running first =
                darkroom.start("-Ddarkroom.origins.files=" + work, "up", "--http-port", "0", "--kafka-port", "0");
        while (Files.notExists(darkroom.data().resolve("kafka"))) {
            assertThat(first.process().isAlive()).as(first.err()).isTrue();
            Thread.sleep(20);
        }
        signal(first, "STOP");
        return first;
    }

    private Darkroom.Running sync() throws IOException {
        return darkroom.start("-Ddarkroom.origins.files=" + work, "sync", catalogue, "-f", "value", "-c", "Status");
    }

    private static String waiting(Darkroom.Running first) {
        return "waiting for process " + first.process().pid() + " ";
    }

    private static void signal(Darkroom.Running process, String signal) throws Exception {
        String pid = String.valueOf(process.process().pid());
        assertThat(new ProcessBuilder("kill", "-" + signal, pid).start().waitFor())
                .isZero();
    }

    private static void assertReady(Darkroom.Running sync) throws Exception {
        assertThat(sync.process().waitFor()).as(sync.err()).isZero();
        assertThat(sync.out()).isEqualTo("ready\n");
    }
}
