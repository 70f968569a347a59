package dev.darkroom.staging;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.darkroom.events.ImageKey;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * The keys of which nobody needs the staged bytes before a target can be used again. One that is down for a while costs no
 * second download, and one that is down for long does not keep the others from going on. It is noted beside the bytes: a
 * restart does not forget it, and a sweep does.
 */
final class Resting {
    private static final Logger LOG = Logger.getLogger(Resting.class);
    static final String WORK = "work";
    static final String NOTE = "resting";
    private static final int LONGEST = 1_000;

    private final Path root;
    private final KeyGuard guard;

    /** @param root with a directory for each key */
    Resting(Path root, KeyGuard guard) {
        this.root = root;
        this.guard = guard;
    }

    /** Whether the key with this directory rests. */
    static boolean notes(Path directory) {
        return Files.exists(at(directory));
    }

    private static Path at(Path directory) {
        return directory.resolve(WORK).resolve(NOTE);
    }

    /** @param note in the key's directory, which does not say which key that is */
    void note(ImageKey key, Path note) {
        try {
            Files.writeString(note, key.value());
        } catch (IOException e) {
            throw new UncheckedIOException("it cannot be noted in " + root + " that " + key + " rests", e);
        }
    }

    void wake(Path directory) {
        try {
            Files.deleteIfExists(at(directory));
        } catch (IOException e) {
            throw new UncheckedIOException(directory + " cannot be written", e);
        }
    }

    /**
     * Gives up what is staged of one key that rests, where that makes room.
     *
     * @param own is left alone
     * @return whether there was one
     */
    boolean giveUp(Path own, Consumer<ImageKey> sweep) {
        try (Stream<Path> directories = Files.list(root)) {
            List<Path> others = directories
                    .filter(each -> !each.equals(own) && notes(each))
                    .sorted()
                    .toList();
            for (Path each : others) {
                if (Holding.of(each, Staging.Purpose.DOWNLOAD) > 0 && giveUpAtOnce(each, sweep)) {
                    return true;
                }
            }
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException("staging directory " + root + " cannot be read", e);
        }
    }

    private boolean giveUpAtOnce(Path directory, Consumer<ImageKey> sweep) throws IOException {
        Optional<ImageKey> key = read(directory);
        Optional<KeyGuard.Held> alone = key.flatMap(each -> guard.aloneAtOnce(each.value()));
        if (alone.isEmpty()) {
            return false;
        }
        try (var held = alone.get()) {
            if (!notes(directory)) {
                return false; // It was woken meanwhile.
            }
            sweep.accept(key.get());
        }
        LOG.warnf(
                "sweep %s: there is too little space; what is staged of it is given up for other images, and fetched again"
                        + " when the targets that lack it can be used",
                key.get());
        return true;
    }

    /** Empty where it is gone meanwhile, or was cut by the end of a process. */
    private static Optional<ImageKey> read(Path directory) throws IOException {
        try (InputStream note = Files.newInputStream(at(directory))) {
            return Optional.of(new ImageKey(new String(note.readNBytes(LONGEST), UTF_8)));
        } catch (NoSuchFileException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
