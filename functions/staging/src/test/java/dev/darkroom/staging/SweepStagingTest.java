package dev.darkroom.staging;

import static dev.darkroom.events.testing.Samples.KEY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.events.DiskFormat;
import dev.darkroom.events.ImageKey;
import dev.darkroom.events.ImageSettled;
import dev.darkroom.events.testing.RecordingBus;
import dev.darkroom.events.testing.Samples;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class SweepStagingTest {
    @TempDir
    Path root;

    private final KeyGuard guard = new KeyGuard();

    @Test
    void aSettledKeyLosesItsBytes() throws IOException {
        var staging = new DirectoryStaging(root);
        Files.writeString(staging.workFile(KEY, "download"), "half");

        new SweepFunction(new SweepStaging(staging, guard)).sweep(new ImageSettled(KEY, List.of(), List.of(), 0));

        assertThat(root).isEmptyDirectory();
    }

    @Test
    void whatLacksSpaceGivesWayToOthersOnly() throws IOException {
        var staging = new DirectoryStaging(root);
        var sweep = new SweepStaging(staging, guard);
        Path mine = staged(staging, KEY);
        sweep.giveWay(KEY);
        assertThat(mine).as("nobody else could use its space").exists();

        Path other = staged(staging, new ImageKey("other"));
        CompletableFuture.runAsync(() -> {
                    try (var used = guard.together(KEY.value())) {
                        CompletableFuture.runAsync(() -> sweep.giveWay(KEY)).join();
                    }
                })
                .join();
        assertThat(mine).as("a stage works on it").exists();

        sweep.giveWay(KEY);
        assertThat(mine).doesNotExist();
        assertThat(other).exists();
        assertThat(guard.size()).isZero();
    }

    private static Path staged(Staging staging, ImageKey key) throws IOException {
        Files.writeString(staging.workFile(key, "source"), "bytes");
        return staging.open(staging.publish(key, "source", DiskFormat.RAW, null));
    }

    @Test
    void theSweeperWaitsForAStageThatUsesTheKey() throws Exception {
        var staging = new DirectoryStaging(root);
        var sweep = new SweepStaging(staging, guard);
        var stage = new Stage("fetch", new RecordingBus(), guard, new SimpleMeterRegistry());
        var swept = new CompletableFuture<Boolean>();

        stage.run(new Stage.Work(KEY, null, null, 0), () -> {
            Path file = staging.workFile(KEY, "download");
            Thread.ofVirtual().start(() -> {
                sweep.sweep(KEY);
                swept.complete(true);
            });
            while (guard.waiting(KEY.value()) == 0) {
                Thread.onSpinWait();
            }
            write(file);
            return Samples.requested(Samples.spec());
        });

        assertThat(swept.get(10, TimeUnit.SECONDS)).isTrue();
        assertThat(root).isEmptyDirectory();
    }

    private static void write(Path file) {
        try {
            Files.writeString(file, "whole");
        } catch (IOException e) {
            throw new AssertionError("the work directory was swept away under a running stage", e);
        }
    }
}
