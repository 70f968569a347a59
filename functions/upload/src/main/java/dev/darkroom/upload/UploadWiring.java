package dev.darkroom.upload;

import dev.darkroom.events.Bus;
import dev.darkroom.events.DiskFormat;
import dev.darkroom.events.TargetName;
import dev.darkroom.staging.DemandConfig;
import dev.darkroom.staging.KeyGuard;
import dev.darkroom.staging.Progress;
import dev.darkroom.staging.Stage;
import dev.darkroom.staging.Staging;
import dev.darkroom.staging.disk.UserHome;
import dev.darkroom.upload.directory.DirectoryTarget;
import dev.darkroom.upload.glance.CloudConnection;
import dev.darkroom.upload.glance.GlanceTarget;
import dev.darkroom.upload.openstack.OpenStackImages;
import dev.darkroom.upload.openstack.clouds.Clouds;
import dev.darkroom.upload.openstack.http.Timeouts;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Makes the targets, the step and its collaborators from configuration, and has the targets announced. */
@ApplicationScoped
class UploadWiring {
    private final ExecutorService threads = Executors.newCachedThreadPool(
            Thread.ofPlatform().daemon().name("upload-", 0).factory());

    @Produces
    @Singleton
    Targets targets(TargetsConfig targets, UploadConfig config, KeyGuard guard, Clock clock) {
        boolean only = targets.targets().size() == 1;
        return new ConfiguredTargets(new ConfiguredTargets.Factory() {
                    @Override
                    public Target directory(TargetName name, Optional<DiskFormat> format, Path directory) {
                        return new DirectoryTarget(name, format, directory, guard, only);
                    }

                    @Override
                    public Target cloud(TargetName name, Optional<DiskFormat> format, String cloud) {
                        return new GlanceTarget(
                                name, format, connection(cloud, config, clock), config.staleAfter(), clock);
                    }
                })
                .of(targets);
    }

    private static CloudConnection connection(String cloud, UploadConfig config, Clock clock) {
        var clouds = Clouds.of(System.getenv(), Path.of("").toAbsolutePath(), UserHome.path());
        var timeouts = new Timeouts(config.answerTimeout(), config.stallTimeout(), config.storeTimeout());
        return new CloudConnection(cloud, () -> OpenStackImages.connect(clouds.cloud(cloud), timeouts, clock));
    }

    @Produces
    @Singleton
    UploadImage uploadImage(DemandConfig demand, Staging staging, Progress progress, MeterRegistry meters) {
        return new UploadImage(
                demand.verify(),
                staging,
                progress,
                Counter.builder("darkroom.uploaded")
                        .baseUnit("bytes")
                        .description("Bytes that were published at targets")
                        .register(meters),
                Stage.skipped(meters, "upload"));
    }

    @Produces
    @Singleton
    AnnounceTargets announceTargets(Targets targets, UploadConfig config, Bus bus) {
        return new AnnounceTargets(targets, bus, config.probe(), System::nanoTime);
    }

    @Produces
    @Singleton
    UploadStage uploadStage(AnnounceTargets announcing, Bus bus, KeyGuard guard, MeterRegistry meters) {
        return new UploadStage(new Stage("upload", bus, guard, meters), new SideBySide(bus, threads), announcing);
    }

    void start(@Observes StartupEvent event, AnnounceTargets announcing, Targets targets, MeterRegistry meters) {
        targets.all().stream()
                .map(Target::name)
                .forEach(target -> Gauge.builder(
                                "darkroom.target.usable",
                                () -> announcing.over(target).isKnownUsable() ? 1 : 0)
                        .description("1 while the target could be used when it was last asked")
                        .tag("target", target.value())
                        .register(meters));
        announcing.start();
    }

    void stop(@Observes ShutdownEvent event, AnnounceTargets announcing) {
        announcing.stop();
    }

    @PreDestroy
    void stop() {
        threads.shutdownNow();
    }
}
