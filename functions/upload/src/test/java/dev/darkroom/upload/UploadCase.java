package dev.darkroom.upload;

import dev.darkroom.events.Demand;
import dev.darkroom.events.DiskFormat;
import dev.darkroom.events.ImageConverted;
import dev.darkroom.events.testing.RecordingBus;
import dev.darkroom.events.testing.Samples;
import dev.darkroom.staging.KeyGuard;
import dev.darkroom.staging.Progress;
import dev.darkroom.staging.Stage;
import dev.darkroom.upload.testing.FakeTarget;
import dev.darkroom.upload.testing.Staged;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** An image that has been converted, and fake targets. */
abstract class UploadCase {
    final ExecutorService threads = Executors.newCachedThreadPool();
    final RecordingBus bus = new RecordingBus();
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final FakeTarget raw = new FakeTarget("raw", DiskFormat.RAW);
    final FakeTarget alsoRaw = new FakeTarget("also_raw", DiskFormat.RAW);
    final FakeTarget asItIs = new FakeTarget("as_it_is", null);

    @TempDir
    Path temp;

    Demand demand = Demand.NONE;
    Staged staged;
    ImageConverted event;
    AnnounceTargets announcing;

    @BeforeEach
    void anImageIsConverted() {
        staged = new Staged(temp);
        event = staged.raw("debian_12", Samples.spec(), Staged.bytes(1_000, 1));
    }

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    UploadFunction uploading(FakeTarget... targets) {
        var all = new Targets(Arrays.asList(targets));
        return new UploadFunction(all, step(), stage(all), config());
    }

    static UploadConfig config() {
        return new SmallRyeConfigBuilder()
                .withMapping(UploadConfig.class)
                .addDiscoveredConverters()
                .build()
                .getConfigMapping(UploadConfig.class);
    }

    RepairFunction repairing(FakeTarget... targets) {
        var all = new Targets(Arrays.asList(targets));
        return new RepairFunction(all, step(), stage(all));
    }

    UploadImage step() {
        return new UploadImage(
                demand, staged.staging(), Progress.SILENT, meters.counter("uploaded"), meters.counter("skipped"));
    }

    UploadStage stage(Targets targets) {
        announcing = new AnnounceTargets(targets, bus, Duration.ofSeconds(30), System::nanoTime);
        return new UploadStage(
                new Stage("upload", bus, new KeyGuard(), meters), new SideBySide(bus, threads), announcing);
    }
}
