package dev.darkroom.fetch;

import dev.darkroom.events.ByteSize;
import dev.darkroom.events.FailureException;
import dev.darkroom.fetch.cosign.Cosign;
import dev.darkroom.fetch.cosign.Identity;
import dev.darkroom.fetch.openpgp.OpenPgp;
import dev.darkroom.fetch.origin.Deadline;
import dev.darkroom.fetch.origin.HttpConnector;
import dev.darkroom.fetch.origin.Origins;
import dev.darkroom.fetch.origin.Pause;
import dev.darkroom.fetch.policy.OriginsConfig;
import dev.darkroom.fetch.verify.Demands;
import dev.darkroom.fetch.verify.ExpectedDigests;
import dev.darkroom.fetch.verify.Signatures;
import dev.darkroom.fetch.verify.VerifyConfig;
import dev.darkroom.inspect.InspectImage;
import dev.darkroom.staging.DemandConfig;
import dev.darkroom.staging.Progress;
import dev.darkroom.staging.Stage;
import dev.darkroom.staging.Staging;
import dev.darkroom.staging.SweepStaging;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.MemorySize;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.random.RandomGenerator;
import javax.net.ssl.SSLContext;

/** Makes the step and its collaborators from configuration. */
@ApplicationScoped
class FetchWiring {
    private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

    private final ExecutorService threads = Executors.newCachedThreadPool(
            Thread.ofPlatform().daemon().name("fetch-", 0).factory());

    /** To ask for the step makes it now: what is wrong with its settings stops the start, and not the first image. */
    void start(@Observes StartupEvent event, FetchImage step) {}

    @Produces
    @Singleton
    FetchImage fetchImage(
            FetchConfig config,
            OriginsConfig origins,
            VerifyConfig verify,
            DemandConfig demand,
            Staging staging,
            SweepStaging sweeping,
            Progress progress,
            MeterRegistry meters,
            Clock clock)
            throws IOException, NoSuchAlgorithmException {
        var connector = new HttpConnector(config.stallTimeout(), SSLContext.getDefault());
        var origin = Origins.of(origins, connector, clock);
        Limits limits = limits(config);
        var downloads = new DownloadSource(
                origin,
                new ExpectedDigests(
                        new Signatures(origin, openPgp(verify, clock), cosign(verify, clock)),
                        new Demands(demand.verify())),
                staging,
                new DownloadSource.Rules(limits, config.attempts(), DownloadState.boot(BOOT_ID)),
                new DownloadSource.Tools(
                        threads,
                        Pause.SLEEP,
                        RandomGenerator.getDefault(),
                        progress,
                        Counter.builder("darkroom.downloaded")
                                .baseUnit("bytes")
                                .description("Bytes that came from origins")
                                .register(meters)));
        return new FetchImage(
                staging,
                sweeping,
                downloads,
                new InspectImage(size(config.maxVirtualSize())),
                limits,
                new DecoderMemory(size(config.decoderMemory())),
                () -> deadline(config.deadline(), config.stallTimeout()),
                progress,
                Stage.skipped(meters, "fetch"));
    }

    /** For one image. Whether enough comes is judged over longer than any silence that passes. */
    static Deadline deadline(Duration allowed, Duration stall) {
        return Deadline.in(
                allowed,
                stall.multipliedBy(5),
                "what came is kept, the next attempt goes on behind it (darkroom.fetch.deadline)");
    }

    @PreDestroy
    void stop() {
        threads.shutdownNow();
    }

    /** A wrong file of keys stops the start, not the first image. Without one, nothing of OpenPGP is loaded. */
    private static OpenPgp openPgp(VerifyConfig verify, Clock clock) {
        List<Path> places = verify.openpgpKeys().orElse(List.of());
        var openPgp = new OpenPgp(places, clock);
        if (!places.isEmpty()) {
            try {
                openPgp.requireKeys();
            } catch (FailureException e) {
                throw new IllegalArgumentException("darkroom.verify.openpgp-keys: " + e.getMessage(), e);
            }
        }
        return openPgp;
    }

    /** The same of a wrong file of roots; what names nobody, or nobody's root, is wrong too. */
    private static Cosign cosign(VerifyConfig verify, Clock clock) {
        List<Identity> identities = verify.cosignIdentities().orElse(List.of()).stream()
                .map(FetchWiring::identity)
                .toList();
        if (verify.cosignTrustedRoot().isPresent() == identities.isEmpty()) {
            throw new IllegalArgumentException(
                    "darkroom.verify.cosign-trusted-root says whose word is taken for who signed"
                            + " a bundle, darkroom.verify.cosign-identities who may: set both, or neither");
        }
        var cosign = new Cosign(verify.cosignTrustedRoot().orElse(null), identities, clock);
        if (!identities.isEmpty()) {
            try {
                cosign.requireRoot();
            } catch (FailureException e) {
                throw new IllegalArgumentException("darkroom.verify.cosign-trusted-root: " + e.getMessage(), e);
            }
        }
        return cosign;
    }

    private static Identity identity(String text) {
        try {
            return Identity.parse(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("darkroom.verify.cosign-identities " + e.getMessage(), e);
        }
    }

    private static Limits limits(FetchConfig config) {
        return new Limits(
                size(config.maxDownload()), size(config.maxDecompressed()), config.maxRatio(), Limits.RATIO_FLOOR);
    }

    private static ByteSize size(MemorySize size) {
        return new ByteSize(size.asLongValue());
    }
}
