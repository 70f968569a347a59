package dev.darkroom.fetch;

import dev.darkroom.events.Digest;
import dev.darkroom.events.Digest.Algorithm;
import dev.darkroom.events.FailureCode;
import dev.darkroom.events.FailureException;
import dev.darkroom.events.ImageFetched;
import dev.darkroom.events.ImageKey;
import dev.darkroom.events.ImageRequested;
import dev.darkroom.events.ImageSpec;
import dev.darkroom.events.StagedFile;
import dev.darkroom.fetch.DownloadSource.Verified;
import dev.darkroom.fetch.FirstLook.Form;
import dev.darkroom.fetch.origin.Deadline;
import dev.darkroom.inspect.InspectImage;
import dev.darkroom.inspect.Verdict;
import dev.darkroom.staging.Progress;
import dev.darkroom.staging.Staging;
import dev.darkroom.staging.Staging.Purpose;
import dev.darkroom.staging.SweepStaging;
import dev.darkroom.staging.disk.FullDisk;
import io.micrometer.core.instrument.Counter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Stages a source: downloads it, verifies it, undoes its compression, has it inspected and publishes it, in this order and
 * no other. What is staged already is not fetched again. While bytes come they are looked at, which may end it early.
 */
public final class FetchImage {
    private static final Logger LOG = Logger.getLogger(FetchImage.class);
    private static final String UNPACKED = "source";
    private static final String FACTS = "source.facts";

    private final Staging staging;
    private final SweepStaging sweeping;
    private final DownloadSource downloads;
    private final InspectImage inspection;
    private final Limits limits;
    private final DecoderMemory decoderMemory;
    private final Supplier<Deadline> deadlines;
    private final Progress progress;
    private final Counter skipped;

    /**
     * A source without its compression.
     *
     * @param sha512 null where nobody asks for it
     */
    private record Unpacked(Path file, Digest sha512) {}

    /**
     * @param deadlines for one image each, download and decompression together
     * @param skipped   counts images that were staged already
     */
    FetchImage(
            Staging staging,
            SweepStaging sweeping,
            DownloadSource downloads,
            InspectImage inspection,
            Limits limits,
            DecoderMemory decoderMemory,
            Supplier<Deadline> deadlines,
            Progress progress,
            Counter skipped) {
        this.staging = staging;
        this.sweeping = sweeping;
        this.downloads = downloads;
        this.inspection = inspection;
        this.limits = limits;
        this.decoderMemory = decoderMemory;
        this.deadlines = deadlines;
        this.progress = progress;
        this.skipped = skipped;
    }

    /**
     * Removes what is staged of another source, and all that was made of it, once no stage uses it any more. What was made
     * of a source that is gone is taken for made of another: somebody was interrupted while removing both.
     */
    public void removeStale(ImageRequested request) {
        ImageKey key = request.key();
        boolean stale = staging.published(key).stream().anyMatch(name -> !name.equals(FACTS))
                && staged(key, SourceFacts.identity(request.spec())).isEmpty();
        if (stale) {
            LOG.warnf(
                    "fetch %s: what is staged is of another source, or not proved as is asked for now; it is removed",
                    key);
            sweeping.sweep(key);
        }
    }

    /**
     * Stages the source, when {@link #removeStale} has made way for it.
     *
     * @throws FailureException saying why the image cannot be staged
     */
    public ImageFetched fetch(ImageRequested request) {
        ImageKey key = request.key();
        staging.wake(key);
        String identity = SourceFacts.identity(request.spec());
        Optional<SourceFacts> known = staged(key, identity);
        if (known.isPresent()) {
            LOG.infof("fetch %s: staged already, nothing to download", key);
            skipped.increment();
        }
        SourceFacts facts = known.orElseGet(() -> stage(key, request.spec(), identity));
        if (request.formats().stream()
                .anyMatch(format -> format != request.spec().sourceDiskFormat())) {
            staging.expect(key, facts.virtualSize());
        }
        // It is published by now: this says where it is.
        StagedFile source = staging.publish(key, facts.name(), request.spec().sourceDiskFormat(), facts.sha512());
        return new ImageFetched(
                key,
                request.spec(),
                request.formats(),
                source,
                facts.sha256(),
                facts.verified(),
                facts.virtualSize(),
                request.attempt());
    }

    private Optional<SourceFacts> staged(ImageKey key, String identity) {
        return staging.find(key, FACTS)
                .flatMap(file -> DiskTrouble.guard(file, () -> SourceFacts.read(file)))
                .filter(facts -> staging.find(key, facts.name()).isPresent())
                .filter(facts -> facts.identity().equals(identity) && downloads.holds(facts.evidence()));
    }

    /** Publishes the source, and what is known of it before. */
    private SourceFacts stage(ImageKey key, ImageSpec spec, String identity) {
        staging.find(key, FACTS).ifPresent(file -> DiskTrouble.guard(file, () -> Files.deleteIfExists(file)));
        delete(key, UNPACKED); // By a process that was killed.
        long before = downloaded(key);
        try {
            Deadline end = deadlines.get();
            Verified download = downloads.download(key, spec, identity, end, () -> look(spec, Form.DOWNLOADED));
            Unpacked source = unpacked(key, spec, download, end);
            requireMeant(source, spec);
            long virtualSize = inspect(source.file(), spec);
            var facts = new SourceFacts(
                    identity,
                    virtualSize,
                    download.digests().get(Algorithm.SHA256),
                    download.evidence(),
                    source.sha512());
            facts.write(staging.workFile(key, FACTS));
            staging.publish(key, FACTS, spec.sourceDiskFormat(), null);
            staging.publish(key, source.file(), facts.name(), spec.sourceDiskFormat(), source.sha512());
            delete(key, DownloadSource.FILE, DownloadSource.STATE);
            return facts;
        } catch (RuntimeException | Error e) {
            try {
                tidy(key, before, e);
            } catch (RuntimeException second) {
                e.addSuppressed(second);
            }
            throw e;
        }
    }

    /**
     * A download is gone on with, an unpacking never. One that does not get on, or not soon, is given up where others lack its
     * room meanwhile: sources of which each lacks what the others hold would wait for each other for ever.
     *
     * @param before how many bytes of the download there were when this attempt began
     */
    private void tidy(ImageKey key, long before, Throwable why) {
        delete(key, UNPACKED);
        if (why instanceof FailureException failure && !failure.code().retryable()) {
            delete(key, DownloadSource.FILE, DownloadSource.STATE);
            return;
        }
        long now = downloaded(key);
        if (now > 0 && (now <= before || isToWait(why))) {
            rest(key);
        }
    }

    private static boolean isToWait(Throwable why) {
        return why instanceof FailureException failure
                && (failure.code() == FailureCode.NO_SPACE
                        || failure.retryAfter().isPresent());
    }

    private void rest(ImageKey key) {
        try {
            staging.rest(key);
        } catch (UncheckedIOException e) {
            if (!FullDisk.caused(e.getCause())) {
                throw e;
            }
            LOG.warnf(e, "fetch %s: where its download is to wait there is no room, not even to note that", key);
            delete(key, DownloadSource.FILE, DownloadSource.STATE);
        }
    }

    private long downloaded(ImageKey key) {
        Path file = staging.workFile(key, DownloadSource.FILE);
        return DiskTrouble.guard(file, () -> Files.exists(file) ? Files.size(file) : 0L);
    }

    /** @return the download itself where it is not compressed */
    private Unpacked unpacked(ImageKey key, ImageSpec spec, Verified download, Deadline end) {
        Path file = download.file();
        Optional<Compression> compression = DiskTrouble.guard(file, () -> Compression.of(file));
        if (compression.isEmpty()) {
            return new Unpacked(file, download.digests().get(Algorithm.SHA512));
        }
        MessageDigest hash = spec.checksum().unpacked() == null ? null : Algorithm.SHA512.newHash();
        Path source = staging.workFile(key, UNPACKED);
        try (var space = staging.reserve(key, source, 0, Purpose.DOWNLOAD)) {
            new Decompress(
                            spec.sourceUrl(),
                            limits,
                            end,
                            space,
                            decoderMemory,
                            () -> look(spec, Form.UNPACKED),
                            (done, total) -> progress.at(key, "decompressing", done, total))
                    .decompress(compression.get(), file, source, hash);
        }
        return new Unpacked(source, hash == null ? null : Digest.of(Algorithm.SHA512, hash.digest()));
    }

    private static void requireMeant(Unpacked source, ImageSpec spec) {
        Digest wanted = spec.checksum().unpacked();
        if (wanted != null && !wanted.equals(source.sha512())) {
            throw new FailureException(
                    FailureCode.CHECKSUM_MISMATCH,
                    spec.sourceUrl() + " is unpacked " + source.sha512() + " but checksum_sha512 is " + wanted
                            + ": the file was replaced at its origin, or the catalogue's checksum_sha512 is wrong");
        }
    }

    private FirstLook look(ImageSpec spec, Form form) {
        return new FirstLook(spec.sourceUrl(), inspection.stream(spec.sourceDiskFormat()), form);
    }

    /** @return its virtual size in bytes */
    private long inspect(Path source, ImageSpec spec) {
        DiskTrouble.guard(source, () -> NoImage.of(source)).ifPresent(what -> {
            throw what.refusal(spec.sourceUrl());
        });
        return switch (inspection.inspect(source, spec.sourceDiskFormat())) {
            case Verdict.Accepted accepted -> accepted.virtualSize();
            case Verdict.Refused refused ->
                throw new FailureException(refused.code(), spec.sourceUrl() + ": " + refused.reason());
        };
    }

    private void delete(ImageKey key, String... names) {
        for (String name : names) {
            Path file = staging.workFile(key, name);
            DiskTrouble.guard(file, () -> Files.deleteIfExists(file));
        }
    }
}
