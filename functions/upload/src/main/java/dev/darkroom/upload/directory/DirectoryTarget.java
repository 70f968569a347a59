package dev.darkroom.upload.directory;

import dev.darkroom.events.Digest.Algorithm;
import dev.darkroom.events.DiskFormat;
import dev.darkroom.events.FailureCode;
import dev.darkroom.events.FailureException;
import dev.darkroom.events.ImageConverted;
import dev.darkroom.events.ImageId;
import dev.darkroom.events.ImageKey;
import dev.darkroom.events.ImageReady;
import dev.darkroom.events.ImageReady.Outcome;
import dev.darkroom.events.ImageRequested;
import dev.darkroom.events.ImageSpec;
import dev.darkroom.events.TargetAnnounced;
import dev.darkroom.events.TargetName;
import dev.darkroom.staging.KeyGuard;
import dev.darkroom.staging.Progress;
import dev.darkroom.staging.disk.DiskWork;
import dev.darkroom.staging.disk.WritableDirectory;
import dev.darkroom.upload.Artifact;
import dev.darkroom.upload.PublishedImage;
import dev.darkroom.upload.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Publishes images as files. A file is there under its name only when it is whole; it is noted in the manifest after that,
 * so a process that is killed between leaves a file that the next one knows by its hash.
 */
public final class DirectoryTarget implements Target {
    private final TargetName name;
    private final Optional<DiskFormat> wants;
    private final Path directory;
    private final DirectoryLock lock;
    private final ManifestDisk disk;
    private final DirectorySpace space;
    private final boolean only;

    /**
     * @param wants     the format that it wants of every image; empty: the image's own wish
     * @param directory made when it is announced and not there
     * @param guard     the process's one guard
     * @param only      whether it is the only target, and may share files with staging
     */
    public DirectoryTarget(TargetName name, Optional<DiskFormat> wants, Path directory, KeyGuard guard, boolean only) {
        this(
                name,
                wants,
                directory,
                guard,
                only,
                new DirectorySpace(directory.toAbsolutePath().normalize()));
    }

    DirectoryTarget(
            TargetName name,
            Optional<DiskFormat> wants,
            Path directory,
            KeyGuard guard,
            boolean only,
            DirectorySpace space) {
        this.name = name;
        this.wants = wants;
        this.directory = directory.toAbsolutePath().normalize();
        this.lock = new DirectoryLock(this.directory, guard);
        this.disk = new ManifestDisk(this.directory);
        this.space = space;
        this.only = only;
    }

    @Override
    public TargetName name() {
        return name;
    }

    @Override
    public Optional<DiskFormat> wants() {
        return wants;
    }

    @Override
    public TargetAnnounced unasked(TargetAnnounced.Problem problem) {
        return new TargetAnnounced(
                name, TargetAnnounced.DIRECTORY, wants.orElse(null), directory.toString(), null, problem, null, null);
    }

    @Override
    public void expectImages() {
        disk.expectManifest();
    }

    @Override
    public TargetAnnounced announce() {
        return unasked(problem());
    }

    private TargetAnnounced.Problem problem() {
        try {
            DirectoryTrouble.guard(directory, () -> {
                Manifest manifest = manifest();
                Files.createDirectories(directory);
                WritableDirectory.require(directory, DurableFiles.PART);
                space.requireSome();
                return manifest.isThere() ? manifest : lock.alone(this::begun);
            });
            return null;
        } catch (FailureException e) {
            disk.trouble();
            return new TargetAnnounced.Problem(e.code(), e.getMessage());
        }
    }

    /** A file of another size than the manifest says is none of them. */
    @Override
    public List<ImageId> images() {
        return images(any -> true);
    }

    @Override
    public List<ImageId> hiddenImages() {
        return images(ManifestEntry::hidden);
    }

    private List<ImageId> images(Predicate<ManifestEntry> wanted) {
        return DirectoryTrouble.guard(directory, () -> {
            Manifest manifest = manifest();
            var there = new ArrayList<ImageId>();
            for (ImageKey key : manifest.keys()) {
                Optional<PublishedImage> noted = manifest.published(key);
                if (noted.isPresent() && manifest.entry(key).filter(wanted).isPresent() && whole(key, noted.get())) {
                    there.add(noted.get().id());
                }
            }
            return there;
        });
    }

    private boolean whole(ImageKey key, PublishedImage image) throws IOException {
        Path file = file(key, image.format());
        return Files.isRegularFile(file) && Files.size(file) == image.size();
    }

    @Override
    public ImageReady publish(ImageConverted event, Artifact artifact, Progress progress) {
        return alone(() -> {
            DurableFiles.sweep(directory);
            Manifest manifest = manifest();
            ImageKey key = event.key();
            Optional<PublishedImage> noted = there(manifest, key);
            if (noted.isPresent()) {
                requireSame(noted.get(), event, artifact);
                return note(manifest, noted.get().verifiedBy(event), event.spec());
            }
            Path file = file(key, event.artifact().format());
            if (Files.exists(file)) {
                PublishedImage left = adopt(file, event, artifact);
                return note(manifest, left, event.spec());
            }
            var place = new PlaceFile(
                    artifact, only, space, done -> progress.at(key, "uploading to " + name, done, artifact.size()));
            var placed = PublishedImage.of(event, 0, artifact.size(), place.at(file));
            note(manifest, placed, event.spec());
            return placed.ready(name, event.spec(), Outcome.UPLOADED);
        });
    }

    @Override
    public ImageReady repair(ImageRequested request, ImageId id) {
        return alone(() -> {
            Manifest manifest = manifest();
            PublishedImage image = there(manifest, request.key())
                    .filter(noted -> noted.id().equals(id))
                    .orElseThrow(() -> new FailureException(
                            FailureCode.IMAGE_MISSING,
                            "image " + id + " of " + request.key() + " is not in " + directory
                                    + " any more; it is published again"));
            image.requireMeant(request.spec());
            return note(manifest, image, request.spec());
        });
    }

    private Manifest manifest() throws IOException {
        Manifest manifest = Manifest.read(directory);
        disk.require(manifest.isThere());
        return manifest;
    }

    /** Written before the first image is: from then on it can be told when the disk is not mounted. */
    private Manifest begun() throws IOException {
        Manifest manifest = manifest();
        if (!manifest.isThere()) {
            manifest.write();
            disk.require(true);
        }
        return manifest;
    }

    private ImageReady note(Manifest manifest, PublishedImage image, ImageSpec spec) throws IOException {
        boolean news = manifest.note(image.key(), ManifestEntry.of(image, spec));
        if (news) {
            manifest.write();
            disk.require(true);
        }
        return image.ready(name, spec, news ? Outcome.UPDATED : Outcome.SKIPPED);
    }

    /** The image that the manifest names, if its file is there. */
    private Optional<PublishedImage> there(Manifest manifest, ImageKey key) throws IOException {
        Optional<PublishedImage> noted =
                manifest.published(key).filter(image -> Files.exists(file(key, image.format())));
        if (noted.isPresent()) {
            Path file = file(key, noted.get().format());
            long size = Files.size(file);
            if (size != noted.get().size()) {
                throw conflict(
                        file,
                        "has " + size + " bytes and not the " + noted.get().size() + " of the manifest");
            }
        }
        return noted;
    }

    private void requireSame(PublishedImage noted, ImageConverted event, Artifact artifact) {
        Path file = file(event.key(), noted.format());
        if (noted.format() != event.artifact().format()) {
            throw conflict(file, "is there, but " + event.artifact().format() + " is wanted");
        }
        if (!noted.sourceSha256().equals(event.sourceSha256())
                && !noted.sha512().equals(artifact.digest(Algorithm.SHA512))) {
            throw conflict(file, "was made from another source, " + noted.sourceSha256());
        }
    }

    /** A file that nobody noted is ours if it has our bytes. */
    private static PublishedImage adopt(Path file, ImageConverted event, Artifact artifact) throws IOException {
        if (Files.size(file) == artifact.size()
                && Artifact.digest(file, Algorithm.SHA512).equals(artifact.digest(Algorithm.SHA512))) {
            return PublishedImage.of(event, 0, artifact.size(), artifact.digest(Algorithm.SHA512));
        }
        throw conflict(file, "is not in the manifest and has other bytes");
    }

    private static FailureException conflict(Path file, String how) {
        return new FailureException(
                FailureCode.IMAGE_CONFLICT,
                file + " " + how + "; nothing was changed: move the file away, or use a new key");
    }

    private Path file(ImageKey key, DiskFormat format) {
        return directory.resolve(ManifestEntry.fileName(key, format));
    }

    /** A directory that is gone is not made here: its disk may be, too. The lock would be a file below its mount point. */
    private <T> T alone(DiskWork<T> work) {
        return DirectoryTrouble.guard(directory, () -> {
            disk.require(Manifest.isIn(directory));
            return lock.alone(work);
        });
    }
}
