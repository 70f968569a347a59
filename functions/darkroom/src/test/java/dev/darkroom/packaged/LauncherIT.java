package dev.darkroom.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher's process, looked at from outside. */
class LauncherIT {
    @TempDir
    Path work;

    @Test
    void memoryThatHoldsSecretsIsWrittenToNoFile() throws Exception {
        Path said = work.resolve("said");
        var builder = new ProcessBuilder(
                Path.of("../../darkroom").toAbsolutePath().normalize().toString(),
                "--data=" + work.resolve("data"),
                "up",
                "--http-port=0",
                "--kafka-port=0");
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Process process =
                builder.redirectErrorStream(true).redirectOutput(said.toFile()).start();
        try {
            long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
            while (!Files.readString(said).contains("stop with Ctrl-C")) {
                assertThat(process.isAlive() && System.nanoTime() < deadline)
                        .as(Files.readString(said))
                        .isTrue();
                Thread.sleep(50);
            }
            Path proc = Path.of("/proc", String.valueOf(process.pid()));
            assertThat(Files.readAllLines(proc.resolve("limits")))
                    .anyMatch(line -> line.matches("Max core file size +0 +0 +bytes *"));
            assertThat(List.of(Files.readString(proc.resolve("cmdline")).split("\0")))
                    .contains("-XX:-HeapDumpOnOutOfMemoryError", "-XX:-CreateCoredumpOnCrash");
        } finally {
            process.destroy();
            process.waitFor(1, TimeUnit.MINUTES);
        }
    }
}
