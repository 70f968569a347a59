package dev.darkroom.staging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;

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
 * The keys of which nobody needs the staged bytes before they are asked for again: because a target cannot be used now, or
 * what is staged is a part that an attempt left. A while of that costs no second download, and if it lasts, the others go on all
 * the same. It is noted beside the bytes: a restart does not forget it, and a sweep does.
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

    static Path at(Path directory) {
        return directory.resolve(WORK).resolve(NOTE);
    }

    /** @param note in the key's directory, which does not say which key that is */
    void note(ImageKey key, Path note) {
        Path part = note.resolveSibling(NOTE + ".part");
        try {
            Files.writeString(part, key.value());
            Files.move(part, note, ATOMIC_MOVE);
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

    private boolean giveUpAtOnce(Path directory, Consumer<ImageKey> sweep) {
        Optional<ImageKey> key = read(directory);
        Optional<KeyGuard.Held> alone = key.flatMap(each -> guard.aloneAtOnce(each.value()));
        if (alone.isEmpty()) {
            return false;
        }
        try (var held = alone.get()) {
            return notes(directory) && isSwept(key.get(), directory, sweep); // Else it was woken meanwhile.
        }
    }

    /** What cannot be deleted rests no longer: whoever lacks room would come back to it every second. */
    private boolean isSwept(ImageKey key, Path directory, Consumer<ImageKey> sweep) {
        try {
            sweep.accept(key);
        } catch (UncheckedIOException e) {
            LOG.warnf(e, "sweep %s: there is too little space, but what is staged of it cannot be deleted", key);
            forget(directory);
            return false;
        }
        LOG.warnf(
                "sweep %s: there is too little space; what is staged of it is given up for other images, and fetched again"
                        + " when it is asked for",
                key);
        return true;
    }

    /** Empty where it is gone meanwhile, or does not name a key: then it was cut, and is deleted. */
    private Optional<ImageKey> read(Path directory) {
        try (InputStream note = Files.newInputStream(at(directory))) {
            return Optional.of(new ImageKey(new String(note.readNBytes(LONGEST), UTF_8)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException | IllegalArgumentException e) {
            LOG.warnf(e, "%s cannot be read: what is staged there is not given up for other images", at(directory));
            forget(directory);
            return Optional.empty();
        }
    }

    /** It is the business of another key that lacks room, which it must not fail. */
    private void forget(Path directory) {
        try {
            wake(directory);
        } catch (UncheckedIOException e) {
            LOG.warnf(e, "%s cannot be deleted", at(directory));
        }
    }
}
