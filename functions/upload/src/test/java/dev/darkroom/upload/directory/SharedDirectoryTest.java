package dev.darkroom.upload.directory;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.darkroom.upload.testing.Staged;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Several processes publish to one directory. */
@Timeout(120)
class SharedDirectoryTest {
    @TempDir
    Path temp;

    @Test
    void noProcessLosesWhatAnotherHasNoted() throws Exception {
        Path directory = temp.resolve("images");
        var processes = new ArrayList<Process>();
        for (int i = 0; i < 2; i++) {
            // They share the middle third.
            processes.add(start(temp.resolve("staging_" + i), directory, 20 * i, 20 * i + 40));
        }
        for (Process process : processes) {
            assertThat(process.waitFor(100, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isZero();
        }

        assertThat(new ObjectMapper()
                        .readTree(directory.resolve("manifest.json").toFile())
                        .get("images"))
                .hasSize(60);
        for (int i = 0; i < 60; i++) {
            assertThat(directory.resolve("image_" + i + ".raw")).hasBinaryContent(Staged.bytes(1_000 + i, i));
        }
        try (var files = Files.list(directory)) {
            assertThat(files).hasSize(62);
        }
    }

    private Process start(Path staging, Path directory, int from, int to) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
                                .replace(",", File.pathSeparator),
                        PublishToDirectory.class.getName(),
                        staging.toString(),
                        directory.toString(),
                        String.valueOf(from),
                        String.valueOf(to))
                .redirectErrorStream(true)
                .redirectOutput(temp.resolve("log_" + from).toFile())
                .start();
    }
}
