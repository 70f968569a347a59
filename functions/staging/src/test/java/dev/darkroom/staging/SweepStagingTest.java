package dev.darkroom.staging;

import static dev.darkroom.events.testing.Samples.KEY;
import static dev.darkroom.events.testing.Threads.OWN_THREAD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.events.ByteSize;
import dev.darkroom.events.Digest;
import dev.darkroom.events.DiskFormat;
import dev.darkroom.events.ImageKey;
import dev.darkroom.events.Pauses;
import dev.darkroom.events.StagedFile;
import dev.darkroom.events.testing.RecordingBus;
import dev.darkroom.events.testing.Samples;
import dev.darkroom.staging.Staging.Purpose;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SweepStagingTest {
    @TempDir
    Path root;

    private final KeyGuard guard = new KeyGuard();

    @Test
    void aSettledKeyLosesItsBytes() throws IOException {
        var staging = new DirectoryStaging(root, new ByteSize(0));
        Files.writeString(staging.workFile(KEY, "download"), "half");

        new SweepStaging(staging, guard).sweepAtLast(KEY);

        assertThat(root).isEmptyDirectory();
    }

    @Test
    void whatLacksSpaceGivesWayToOthersOnly() throws IOException {
        var staging = new DirectoryStaging(root, new ByteSize(0), guard, Progress.SILENT);
        var sweep = new SweepStaging(staging, guard);
        Path mine = staged(staging, KEY);
        sweep.giveWay(KEY);
        assertThat(mine).as("nobody else could use its space").exists();

        Path other = staged(staging, new ImageKey("other"));
        CompletableFuture.runAsync(
                        () -> {
                            try (var used = guard.together(KEY.value())) {
                                CompletableFuture.runAsync(() -> sweep.giveWay(KEY), OWN_THREAD)
                                        .join();
                            }
                        },
                        OWN_THREAD)
                .join();
        assertThat(mine).as("a stage works on it").exists();

        sweep.giveWay(KEY);
        assertThat(mine).doesNotExist();
        assertThat(other).exists();
        assertThat(guard.size()).isZero();
    }

    @Test
    void whatRestsIsGivenUpWhereOthersLackRoom() throws IOException {
        var staging = new DirectoryStaging(root, new ByteSize(0), guard, Progress.SILENT);
        var sweep = new SweepStaging(staging, guard);
        Path mine = staged(staging, KEY);
        var other = new ImageKey("other");
        assertThat(staging.giveUp(other)).as("nobody has said that it rests").isFalse();

        sweep.rest(KEY);
        assertThat(mine).as("there is room").exists();
        assertThat(staging.others(other, Purpose.CONVERSION)).isEqualTo("bytes".length());
        assertThat(staging.giveUp(KEY)).as("it is its own").isFalse();
        assertThat(staging.giveUp(other)).isTrue();

        assertThat(root).isEmptyDirectory();
        assertThat(staging.giveUp(other)).isFalse();
        assertThat(guard.size()).isZero();
    }

    @Test
    void whatRestsIsKeptWhileAStageWorksOnItAndWhenItIsNeeded() throws IOException {
        var staging = new DirectoryStaging(root, new ByteSize(0), guard, Progress.SILENT);
        var sweep = new SweepStaging(staging, guard);
        var other = new ImageKey("other");
        Path mine = staged(staging, KEY);
        try (var used = guard.together(KEY.value())) {
            sweep.rest(KEY);
        }
        assertThat(staging.giveUp(other)).as("the stage says how it ended").isFalse();

        sweep.rest(KEY);
        try (var used = guard.together(KEY.value())) {
            assertThat(staging.giveUp(other)).isFalse();
        }
        staging.wake(KEY);
        assertThat(staging.giveUp(other)).isFalse();

        assertThat(mine).exists();
        assertThat(guard.size()).isZero();
    }

    @Test
    void nothingIsNotedOfAKeyOfWhichNothingIsStaged() {
        var staging = new DirectoryStaging(root, new ByteSize(0), guard, Progress.SILENT);

        new SweepStaging(staging, guard).rest(KEY);
        staging.wake(KEY);

        assertThat(root).isEmptyDirectory();
    }

    @Test
    void whereThereIsNoRoomToNoteThatAKeyRestsItIsSwept() throws IOException {
        var broken = new Broken(0);
        Files.writeString(broken.workFile(KEY, "download"), "half");

        new SweepStaging(broken, guard).rest(KEY);

        assertThat(root).isEmptyDirectory();
        assertThat(guard.size()).isZero();
    }

    private static Path staged(Staging staging, ImageKey key) throws IOException {
        Files.writeString(staging.workFile(key, "source"), "bytes");
        staging.publish(key, "source", DiskFormat.RAW, null);
        return staging.find(key, "source").orElseThrow();
    }

    @Test
    void theSweeperWaitsForAStageThatUsesTheKey() throws Exception {
        var staging = new DirectoryStaging(root, new ByteSize(0), guard, Progress.SILENT);
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

    /** Nobody would do it later, and others wait for the room. */
    @Test
    void aSweepThatFailsIsDoneAgainUntilItSucceeds() throws IOException {
        var broken = new Broken(10);
        Files.writeString(broken.workFile(KEY, "download"), "half");

        sweep(broken, Duration.ofMillis(1)).sweepAtLast(KEY);

        assertThat(root).isEmptyDirectory();
        assertThat(broken.failures).isZero();
        assertThat(guard.size()).isZero();
    }

    /** A stage says that its image has failed, and goes on with another. */
    @Test
    void aStageIsToldAtOnceThatItsBytesCannotBeDeleted() {
        var broken = new Broken(1);

        assertThatThrownBy(() -> sweep(broken, Duration.ofDays(1)).sweep(KEY)).isInstanceOf(UncheckedIOException.class);

        assertThat(guard.size()).isZero();
    }

    @Test
    void whoIsAskedToStopDoesNotWaitForTheNextAttempt() {
        var broken = new Broken(1);
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> sweep(broken, Duration.ofDays(1)).sweepAtLast(KEY))
                .isInstanceOf(IllegalStateException.class);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(guard.size()).isZero();
    }

    private SweepStaging sweep(Staging staging, Duration pause) {
        return new SweepStaging(staging, guard, new Pauses(pause, pause));
    }

    /** A directory in which the first few sweeps fail. */
    private final class Broken implements Staging {
        private final Staging real = new DirectoryStaging(root, new ByteSize(0));
        private int failures;

        Broken(int failures) {
            this.failures = failures;
        }

        @Override
        public void sweep(ImageKey key) {
            if (failures > 0) {
                failures--;
                throw new UncheckedIOException(new IOException("broken"));
            }
            real.sweep(key);
        }

        @Override
        public Path workFile(ImageKey key, String name) {
            return real.workFile(key, name);
        }

        @Override
        public StagedFile publish(ImageKey key, Path work, String name, DiskFormat format, Digest sha512) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<Path> find(ImageKey key, String name) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Set<String> published(ImageKey key) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Path open(StagedFile file, Digest sourceSha256) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void rest(ImageKey key) {
            throw new UncheckedIOException(new IOException("broken"));
        }

        @Override
        public void wake(ImageKey key) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean othersAwaitConversion(ImageKey key) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void expect(ImageKey key, long bytes) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Reservation reserve(ImageKey key, Path file, long bytes, Purpose purpose) {
            throw new UnsupportedOperationException();
        }
    }

    private static void write(Path file) {
        try {
            Files.writeString(file, "whole");
        } catch (IOException e) {
            throw new AssertionError("the work directory was swept away under a running stage", e);
        }
    }
}
