package dev.darkroom.upload.directory;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.darkroom.events.ImageConverted;
import dev.darkroom.events.TargetName;
import dev.darkroom.events.testing.Samples;
import dev.darkroom.staging.KeyGuard;
import dev.darkroom.staging.Progress;
import dev.darkroom.upload.testing.Staged;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several processes, and several threads of one, publish to one directory. */
class SharedDirectoryTest {
    @TempDir
    Path temp;

    @Test
    void noProcessLosesWhatAnotherHasNoted() throws Exception {
        Path directory = temp.resolve("images");
        var processes = new ArrayList<Process>();
        for (int i = 0; i < 2; i++) {
            // They share the middle third.
            processes.add(start(
                    PublishToDirectory.class,
                    temp.resolve("staging_" + i).toString(),
                    directory.toString(),
                    String.valueOf(20 * i),
                    String.valueOf(20 * i + 40)));
        }
        for (Process process : processes) {
            assertThat(process.waitFor(100, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isZero();
        }

        assertThat(noted(directory)).hasSize(60);
        for (int i = 0; i < 60; i++) {
            assertThat(directory.resolve("image_" + i + ".raw")).hasBinaryContent(Staged.bytes(1_000 + i, i));
        }
        try (var files = Files.list(directory)) {
            assertThat(files).hasSize(62);
        }
    }

    @Test
    void manyThreadsPublishAtOnceAndTheManifestHasAll() throws IOException {
        Path directory = Files.createDirectories(temp.resolve("images"));
        var staged = new Staged(temp.resolve("staging"));
        List<ImageConverted> events = IntStream.range(0, 12)
                .mapToObj(i -> staged.raw("image_" + i, Samples.spec(), Staged.bytes(10_000 + i, i)))
                .toList();
        var guard = new KeyGuard();
        List<DirectoryTarget> targets = List.of(
                new DirectoryTarget(new TargetName("first"), Optional.empty(), directory, guard, false),
                new DirectoryTarget(new TargetName("second"), Optional.empty(), directory, guard, false));

        try (var threads = Executors.newFixedThreadPool(6)) {
            CompletableFuture.allOf(IntStream.range(0, 24)
                            .mapToObj(i -> CompletableFuture.runAsync(
                                    () -> targets.get(i % 2)
                                            .publish(
                                                    events.get(i / 2),
                                                    staged.artifact(events.get(i / 2)),
                                                    Progress.SILENT),
                                    threads))
                            .toArray(CompletableFuture[]::new))
                    .join();
        }

        assertThat(noted(directory)).hasSize(12);
        assertThat(directory.toFile().list()).hasSize(14);
    }

    @Test
    void whoLooksAtADirectoryLeavesItToWhoWritesThere() throws Exception {
        Path directory = Files.createDirectories(temp.resolve("images"));
        var guard = new KeyGuard();
        var target = new DirectoryTarget(new TargetName("images"), Optional.empty(), directory, guard, true);

        assertThat(target.announce().problem()).isNull();

        boolean held = new DirectoryLock(directory, guard).alone(() -> {
            assertThat(isHeld(directory)).isTrue();
            assertThat(target.announce().problem()).isNull();
            return isHeld(directory);
        });

        assertThat(held).isTrue();
        assertThat(isHeld(directory)).isFalse();
    }

    private static JsonNode noted(Path directory) throws IOException {
        return new ObjectMapper()
                .readTree(directory.resolve("manifest.json").toFile())
                .get("images");
    }

    private boolean isHeld(Path directory) throws IOException {
        int code = start(TakeLock.class, directory.toString()).onExit().join().exitValue();
        assertThat(code).isIn(TakeLock.HELD, TakeLock.FREE);
        return code == TakeLock.HELD;
    }

    private Process start(Class<?> program, String... arguments) throws IOException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
                        .replace(",", File.pathSeparator),
                program.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(Files.createTempFile(temp, "log", null).toFile())
                .start();
    }
}
