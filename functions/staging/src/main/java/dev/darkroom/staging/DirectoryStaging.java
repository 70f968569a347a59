package dev.darkroom.staging;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;

import dev.darkroom.events.ByteSize;
import dev.darkroom.events.Digest;
import dev.darkroom.events.DiskFormat;
import dev.darkroom.events.FailureCode;
import dev.darkroom.events.FailureException;
import dev.darkroom.events.ImageKey;
import dev.darkroom.events.Reasons;
import dev.darkroom.events.StagedFile;
import dev.darkroom.staging.disk.Deletion;
import dev.darkroom.staging.disk.ForceToDisk;
import dev.darkroom.staging.disk.FullDisk;
import dev.darkroom.staging.disk.PrivateDirectory;
import dev.darkroom.staging.disk.WritableDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Staging in one directory: {@code <root>/<sha256 of the key>/<name>} when published, {@code <root>/<sha256 of the
 * key>/work/<name>} before.
 */
public final class DirectoryStaging implements Staging {
    private static final ByteSize MARGIN = ByteSize.ofMiB(256);
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9.-]{0,63}");
    private static final String WAITING = "waiting for staging space";

    private final Path root;
    private final FreeSpace space;
    private final Resting resting;
    private final Progress progress;
    private final Map<ImageKey, Long> expected = new ConcurrentHashMap<>();

    /** @throws UncheckedIOException in a sentence, when it can never be used */
    public DirectoryStaging(Path root, KeyGuard guard, Progress progress) {
        this(root, MARGIN, guard, progress);
    }

    /** The same that nobody shares or watches. */
    public DirectoryStaging(Path root, ByteSize margin) {
        this(root, margin, new KeyGuard(), Progress.SILENT);
    }

    /**
     * @param root     made when it is not there
     * @param margin   bytes of the disk that are never promised to anybody
     * @param guard    keeps what stages work on
     * @param progress hears who waits for space
     */
    DirectoryStaging(Path root, ByteSize margin, KeyGuard guard, Progress progress) {
        this.root = root.toAbsolutePath();
        this.resting = new Resting(this.root, guard);
        this.progress = progress;
        try {
            PrivateDirectory.make(this.root);
            Files.newDirectoryStream(this.root).close();
            WritableDirectory.require(this.root, ".try");
        } catch (IOException e) {
            if (!FullDisk.caused(e)) { // A full one is waited for.
                // Without a cause: of a start that fails the innermost sentence is said.
                throw new UncheckedIOException(new IOException("the staging directory " + root
                        + " cannot be made, read or written by the user that runs Darkroom: " + Reasons.of(e)));
            }
        }
        this.space = new FreeSpace("staging directory " + root, this::usable, margin, System::nanoTime);
    }

    @Override
    public Path workFile(ImageKey key, String name) {
        Path work = directory(key).resolve(Resting.WORK);
        try {
            Files.createDirectories(work);
        } catch (IOException e) {
            throw new UncheckedIOException("work directory of " + key + " cannot be made in " + root, e);
        }
        return work.resolve(require(name));
    }

    @Override
    public StagedFile publish(ImageKey key, Path work, String name, DiskFormat format, Digest sha512) {
        Path published = directory(key).resolve(require(name));
        try {
            if (Files.exists(published)) {
                Files.deleteIfExists(work);
            } else {
                ForceToDisk.file(work);
                Files.move(work, published, ATOMIC_MOVE);
                ForceToDisk.directory(published.getParent());
            }
            return new StagedFile(directoryName(key) + "/" + name, format, Files.size(published), sha512);
        } catch (IOException e) {
            throw new UncheckedIOException(name + " of " + key + " cannot be published in " + root, e);
        }
    }

    @Override
    public Optional<Path> find(ImageKey key, String name) {
        return Optional.of(directory(key).resolve(require(name))).filter(Files::isRegularFile);
    }

    @Override
    public Set<String> published(ImageKey key) {
        try (var all = Files.list(directory(key))) {
            return all.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString())
                    .collect(Collectors.toUnmodifiableSet());
        } catch (NoSuchFileException nothing) {
            return Set.of();
        } catch (IOException e) {
            throw new UncheckedIOException("staged files of " + key + " cannot be listed in " + root, e);
        }
    }

    @Override
    public Path open(StagedFile file, Digest sourceSha256) {
        if (!StagedName.says(file, sourceSha256)) {
            throw missing("perhaps of another source", null);
        }
        Path path = root.resolve(file.reference());
        try {
            if (Files.size(path) == file.size()) {
                return path;
            }
        } catch (NoSuchFileException e) {
            throw missing("gone", e);
        } catch (IOException e) {
            throw new UncheckedIOException("staged file " + file.reference() + " cannot be read in " + root, e);
        }
        throw missing("of another size", null);
    }

    @Override
    public void sweep(ImageKey key) {
        try {
            Deletion.delete(directory(key));
            ForceToDisk.directory(root);
        } catch (IOException e) {
            throw new UncheckedIOException("staged bytes of " + key + " cannot be deleted in " + root, e);
        }
    }

    @Override
    public void rest(ImageKey key) {
        if (Files.isDirectory(directory(key))) {
            resting.note(key, workFile(key, Resting.NOTE));
        }
    }

    @Override
    public void wake(ImageKey key) {
        resting.wake(directory(key));
    }

    /** A download hopes for all that is staged, a conversion only for what is converted. */
    @Override
    public boolean othersAwaitConversion(ImageKey key) {
        return others(key, Purpose.DOWNLOAD) > others(key, Purpose.CONVERSION);
    }

    /** How many bytes are published of other images that come back by sweeping, as far as this purpose may hope for it. */
    long others(ImageKey key, Purpose purpose) {
        Path own = directory(key);
        try (Stream<Path> directories = Files.list(root)) {
            long bytes = 0;
            for (Path each : directories.filter(other -> !other.equals(own)).toList()) {
                bytes += Holding.of(each, purpose);
            }
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException("staging directory " + root + " cannot be read", e);
        }
    }

    /** Deletes what is staged of one other key that rests. @return whether there was one */
    boolean giveUp(ImageKey key) {
        return resting.giveUp(directory(key), this::sweep);
    }

    private static boolean awaitsConversion(Path directory) {
        try {
            return Files.isDirectory(directory) && !Holding.comesBack(directory, Purpose.CONVERSION);
        } catch (IOException e) {
            throw new UncheckedIOException(directory + " cannot be read", e);
        }
    }

    @Override
    public void expect(ImageKey key, long bytes) {
        expected.put(key, bytes);
    }

    /** The most that another key's conversion needs. What was swept or converted needs nothing. */
    private long expected(ImageKey key) {
        expected.keySet().removeIf(each -> !awaitsConversion(directory(each)));
        return expected.entrySet().stream()
                .filter(each -> !each.getKey().equals(key))
                .mapToLong(Map.Entry::getValue)
                .max()
                .orElse(0);
    }

    @Override
    public Reservation reserve(ImageKey key, Path file, long bytes, Purpose purpose) {
        try {
            return space.reserve(Files.exists(file) ? Files.size(file) : 0, bytes, purpose, new Others(key, purpose));
        } catch (IOException e) {
            throw new UncheckedIOException("size of " + file + " cannot be read", e);
        }
    }

    private final class Others implements FreeSpace.Neighbours {
        private final ImageKey key;
        private final Purpose purpose;

        Others(ImageKey key, Purpose purpose) {
            this.key = key;
            this.purpose = purpose;
        }

        @Override
        public long holding() {
            return Math.min(used(), others(key, purpose));
        }

        @Override
        public long kept() {
            return expected(key);
        }

        @Override
        public boolean giveUp() {
            return DirectoryStaging.this.giveUp(key);
        }

        @Override
        public void waitedFor(long free, long wanted) {
            progress.at(key, WAITING, free, wanted);
        }
    }

    private static FailureException missing(String how, IOException cause) {
        return new FailureException(
                FailureCode.STAGED_BYTES_MISSING,
                "the staged bytes are " + how + "; what is needed is fetched again",
                cause);
    }

    /** How many bytes can be written now. */
    public long usable() {
        try {
            return Files.getFileStore(root).getUsableSpace();
        } catch (IOException e) {
            throw new UncheckedIOException("free space of " + root + " cannot be read", e);
        }
    }

    /** Nobody gives back more than that: files with holes take less than their size. */
    private long used() {
        try {
            FileStore disk = Files.getFileStore(root);
            return disk.getTotalSpace() - disk.getUnallocatedSpace();
        } catch (IOException e) {
            throw new UncheckedIOException("used space of " + root + " cannot be read", e);
        }
    }

    private Path directory(ImageKey key) {
        return root.resolve(directoryName(key));
    }

    private static String directoryName(ImageKey key) {
        return Digest.sha256(key.value().getBytes(StandardCharsets.UTF_8)).hex();
    }

    private static String require(String name) {
        if (!NAME.matcher(name).matches() || name.equals(Resting.WORK)) {
            throw new IllegalArgumentException("staged name must match " + NAME.pattern() + " but is " + name);
        }
        return name;
    }
}
