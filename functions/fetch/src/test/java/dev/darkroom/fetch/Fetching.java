package dev.darkroom.fetch;

import static dev.darkroom.events.testing.Failures.assertFails;
import static dev.darkroom.events.testing.Samples.KEY;

import dev.darkroom.events.ByteSize;
import dev.darkroom.events.Checksum;
import dev.darkroom.events.Demand;
import dev.darkroom.events.Digest;
import dev.darkroom.events.Digest.Algorithm;
import dev.darkroom.events.DiskFormat;
import dev.darkroom.events.FailureCode;
import dev.darkroom.events.FailureException;
import dev.darkroom.events.ImageFetched;
import dev.darkroom.events.ImageRequested;
import dev.darkroom.events.SourceUri;
import dev.darkroom.events.testing.Failures;
import dev.darkroom.events.testing.Samples;
import dev.darkroom.fetch.cosign.Cosign;
import dev.darkroom.fetch.cosign.Identity;
import dev.darkroom.fetch.openpgp.OpenPgp;
import dev.darkroom.fetch.origin.HttpConnector;
import dev.darkroom.fetch.origin.Origin;
import dev.darkroom.fetch.origin.Origins;
import dev.darkroom.fetch.origin.Pause;
import dev.darkroom.fetch.policy.OriginPolicy;
import dev.darkroom.fetch.policy.OriginSettings;
import dev.darkroom.fetch.verify.Demands;
import dev.darkroom.fetch.verify.ExpectedDigests;
import dev.darkroom.fetch.verify.Signatures;
import dev.darkroom.inspect.InspectImage;
import dev.darkroom.staging.DirectoryStaging;
import dev.darkroom.staging.KeyGuard;
import dev.darkroom.staging.Progress;
import dev.darkroom.staging.SweepStaging;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;

/**
 * The step with everything around it, for tests: staging in a directory, waits that are written down and not waited. Each
 * {@link #step()} is a new process as far as the step can tell.
 */
final class Fetching implements AutoCloseable {
    static final Instant NOW = Instant.parse("2025-11-24T12:00:00Z");

    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final List<Duration> pauses = new CopyOnWriteArrayList<>();
    final Path root;
    final WatchedStaging staging;
    Limits limits = new Limits(ByteSize.ofMiB(2048), ByteSize.ofMiB(2048), 200, Limits.RATIO_FLOOR);
    ByteSize decoderMemory = ByteSize.ofMiB(128);
    int attempts = 3;
    private final AtomicLong paused = new AtomicLong();
    Pause pause = this::pause;
    Duration stall = Duration.ofSeconds(10);
    Duration deadline = Duration.ofMinutes(5);
    String boot = "this boot";
    OriginSettings origins = OriginSettings.NONE.allow("127.0.0.1");
    OriginPolicy.Resolver resolver = InetAddress::getAllByName;
    UnaryOperator<Origin> watched = UnaryOperator.identity();
    Map<String, String> environment = Map.of();
    SSLContext tls = defaultTls();
    List<Path> pinned = List.of();
    Path trustedRoot;
    List<Identity> identities = List.of();
    Demand demand = Demand.NONE;
    Instant now = NOW;
    Progress progress = Progress.SILENT;

    private final ExecutorService threads = Executors.newCachedThreadPool();

    Fetching(Path root) {
        this.root = root;
        this.staging = new WatchedStaging(new DirectoryStaging(root, new ByteSize(0)));
    }

    static SSLContext defaultTls() {
        try {
            return SSLContext.getDefault();
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    /** As if the time had passed. */
    private void pause(Duration time) {
        pauses.add(time);
        paused.addAndGet(time.toNanos());
    }

    FetchImage step() {
        var connector = new HttpConnector(stall, tls);
        var clock = Clock.fixed(now, ZoneOffset.UTC);
        var origin = watched.apply(Origins.of(
                origins, resolver, environment::get, connector, clock, () -> System.nanoTime() + paused.get()));
        var downloads = new DownloadSource(
                origin,
                new ExpectedDigests(
                        new Signatures(origin, new OpenPgp(pinned, clock), new Cosign(trustedRoot, identities, clock)),
                        new Demands(demand)),
                staging,
                new DownloadSource.Rules(limits, attempts, boot),
                new DownloadSource.Tools(threads, pause, new Random(1), progress, meters.counter("downloaded")));
        return new FetchImage(
                staging,
                new SweepStaging(staging, new KeyGuard()),
                downloads,
                new InspectImage(ByteSize.ofMiB(4096)),
                limits,
                new DecoderMemory(decoderMemory),
                () -> FetchWiring.deadline(deadline, stall),
                progress,
                meters.counter("skipped"));
    }

    ImageFetched fetch(ImageRequested request) {
        FetchImage step = step();
        step.removeStale(request);
        return step.fetch(request);
    }

    /** Fetches in vain. */
    FailureException failure(ImageRequested request) {
        return Failures.failure(() -> fetch(request));
    }

    /** Fetches in vain, for this reason. */
    FailureException failsWith(FailureCode code, ImageRequested request) {
        return assertFails(code, () -> fetch(request));
    }

    /** The published bytes. */
    Path staged(ImageFetched event) {
        return staging.open(event.source(), event.sourceSha256());
    }

    /** The names of all files in staging, work files too. */
    List<String> files() {
        try (var all = Files.walk(root)) {
            return all.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    double downloaded() {
        return meters.counter("downloaded").count();
    }

    double skipped() {
        return meters.counter("skipped").count();
    }

    static ImageRequested request(String url) {
        return request(url, Checksum.NONE);
    }

    static ImageRequested request(String url, Checksum checksum) {
        return Samples.requested(Samples.spec(url, DiskFormat.RAW, checksum), DiskFormat.RAW);
    }

    static ImageRequested request(String url, Digest... digests) {
        return request(url, new Checksum(List.of(digests), null, false, null, null));
    }

    static Checksum sums(String url) {
        return new Checksum(List.of(), SourceUri.parse(url), false, null, null);
    }

    static Digest hash(Algorithm algorithm, byte[] content) {
        return Digest.of(algorithm, algorithm.newHash().digest(content));
    }

    static Digest sha256(byte[] content) {
        return hash(Algorithm.SHA256, content);
    }

    /** A raw disk image of bytes that do not compress: always the same for one size. */
    static byte[] image(int size) {
        byte[] content = new byte[size];
        new Random(size).nextBytes(content);
        return content;
    }

    static byte[] join(byte[]... parts) {
        byte[] all = new byte[Arrays.stream(parts).mapToInt(part -> part.length).sum()];
        int at = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        return all;
    }

    Path work(String name) {
        return staging.workFile(KEY, name);
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
