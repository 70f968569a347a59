package dev.darkroom.fetch;

import dev.darkroom.events.Digest;
import dev.darkroom.events.Digest.Algorithm;
import dev.darkroom.events.FailureCode;
import dev.darkroom.events.FailureException;
import dev.darkroom.events.ImageKey;
import dev.darkroom.events.ImageSpec;
import dev.darkroom.events.SourceUri;
import dev.darkroom.fetch.origin.Deadline;
import dev.darkroom.fetch.origin.Origin;
import dev.darkroom.fetch.origin.Pause;
import dev.darkroom.fetch.origin.RetryPolicy;
import dev.darkroom.fetch.verify.Evidence;
import dev.darkroom.fetch.verify.ExpectedDigests;
import dev.darkroom.fetch.verify.ExpectedDigests.Expected;
import dev.darkroom.staging.Progress;
import dev.darkroom.staging.Staging;
import dev.darkroom.staging.Staging.Purpose;
import io.micrometer.core.instrument.Counter;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** Brings a source's bytes into a work file and proves them, before anything looks into them. */
final class DownloadSource {
    static final String FILE = "download";
    static final String STATE = "download.state";
    private static final Logger LOG = Logger.getLogger(DownloadSource.class);

    private final Origin origin;
    private final ExpectedDigests expectations;
    private final Staging staging;
    private final Rules rules;
    private final Tools tools;

    /**
     * @param attempts that may fail in a row
     * @param boot     of this machine; empty when it cannot be told
     */
    record Rules(Limits limits, int attempts, String boot) {}

    /**
     * @param hashing where hashes are computed beside the download
     * @param bytes   counts what was downloaded
     */
    record Tools(Executor hashing, Pause pause, RandomGenerator random, Progress progress, Counter bytes) {}

    /**
     * A file whose bytes are the ones that the catalogue means, as far as can be told before they are unpacked, and what they
     * hash to.
     *
     * @param evidence that they are, once the unpacked ones turn out to be, too
     */
    record Verified(Path file, Map<Algorithm, Digest> digests, List<Evidence> evidence) {}

    DownloadSource(Origin origin, ExpectedDigests expectations, Staging staging, Rules rules, Tools tools) {
        this.origin = origin;
        this.expectations = expectations;
        this.staging = staging;
        this.rules = rules;
        this.tools = tools;
    }

    /**
     * @param looks at the bytes before they are proven
     * @throws FailureException when the bytes cannot be had, or are not the right ones
     */
    Verified download(ImageKey key, ImageSpec spec, String identity, Deadline deadline, Supplier<FirstLook> looks) {
        SourceUri source = spec.sourceUrl();
        var retry = new RetryPolicy(rules.attempts(), tools.pause(), tools.random(), deadline);
        Expected expected = expectations.of(source, spec.checksum(), retry, deadline);
        retry.renew(); // What failed on the way to the hashes is no failure of the image.
        Path path = staging.workFile(key, FILE);
        var job = new DownloadJob(
                source,
                identity,
                expected.isStrong(),
                expected.isStrong() || expected.unpacked() != null,
                staging.workFile(key, STATE),
                rules.boot(),
                rules.limits(),
                deadline,
                looks,
                arrived -> tools.bytes().increment(arrived),
                (done, total) -> tools.progress().at(key, "downloading", done, total));
        try (var space = staging.reserve(key, path, 0, Purpose.DOWNLOAD);
                var file = new GrowingFile(path, new Hashes(algorithms(expected), tools.hashing()));
                var download = new Download(job, origin, retry, file, space)) {
            return new Verified(path, proven(source, path, expected, download), expected.evidence());
        }
    }

    /** Whether bytes that an earlier process verified by these are still as good as verified. */
    boolean holds(List<Evidence> evidence) {
        return expectations.holds(evidence);
    }

    private static Map<Algorithm, Digest> proven(SourceUri source, Path path, Expected expected, Download download) {
        download.complete();
        Map<Algorithm, Digest> digests = download.digests();
        if (!matches(meant(path, expected), digests) && (download.continued() || download.mayBeCut())) {
            LOG.warnf("%s: what came in parts or without a length does not match its checksum; anew", source);
            Map<Algorithm, Digest> before = digests;
            download.repeat();
            digests = download.digests();
            if (!matches(meant(path, expected), digests) && download.mayBeCut() && !digests.equals(before)) {
                throw new FailureException(
                        FailureCode.DOWNLOAD_TRUNCATED,
                        source + " came with other bytes each time, and without a length by which to tell whether all"
                                + " came: it is tried again later; https, or a server that says the length, would help");
            }
        }
        for (Digest wanted : expected.digests()) {
            Digest found = digests.get(wanted.algorithm());
            if (!wanted.equals(found)) {
                throw new FailureException(
                        FailureCode.CHECKSUM_MISMATCH,
                        source + " is " + found + " but must be " + wanted
                                + ": the file was replaced at its origin, or the catalogue's checksum is wrong");
            }
        }
        return digests;
    }

    /** What the download must hash to: also to the hash of the unpacked bytes, where there is nothing to unpack. */
    private static List<Digest> meant(Path path, Expected expected) {
        if (expected.unpacked() == null
                || DiskTrouble.guard(path, () -> Compression.of(path)).isPresent()) {
            return expected.digests();
        }
        return Stream.concat(expected.digests().stream(), Stream.of(expected.unpacked()))
                .toList();
    }

    private static boolean matches(List<Digest> expected, Map<Algorithm, Digest> digests) {
        return expected.stream().allMatch(wanted -> wanted.equals(digests.get(wanted.algorithm())));
    }

    /** SHA-256 always: it is what the image is known by. */
    private static Set<Algorithm> algorithms(Expected expected) {
        var algorithms = EnumSet.of(Algorithm.SHA256);
        expected.digests().forEach(digest -> algorithms.add(digest.algorithm()));
        if (expected.unpacked() != null) {
            algorithms.add(expected.unpacked().algorithm()); // The download may need no unpacking.
        }
        return algorithms;
    }
}
