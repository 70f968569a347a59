package dev.darkroom.serve.messaging;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Positions in a topic whose records were answered, in a file of a line each. Only the newest are kept: who has answered so
 * many behind one that is still worked on does the oldest again.
 *
 * <p>Not forced to the disk: a power cut costs some work that is done again. A line that it has torn is none.
 */
public final class AnsweredPositions {
    private static final int NEWEST = 10_000;

    private final Path file;
    private final int newest;
    private final Set<String> lines;
    private int written;

    /** @param timestamp of the record in ms: offsets begin at 0 again in a topic that was lost, times do not */
    record Position(int partition, long offset, long timestamp) {
        private String line() {
            return partition + " " + offset + " " + timestamp;
        }
    }

    private AnsweredPositions(Path file, int newest, List<String> lines) {
        this.file = file;
        this.newest = newest;
        this.lines = Collections.synchronizedSet(new LinkedHashSet<>(lines));
        this.written = lines.size();
    }

    public static AnsweredPositions in(Path file) throws IOException {
        return in(file, NEWEST);
    }

    static AnsweredPositions in(Path file, int newest) throws IOException {
        try (Stream<String> lines = Files.lines(file, StandardCharsets.ISO_8859_1)) {
            return new AnsweredPositions(file, newest, lines.toList());
        } catch (NoSuchFileException e) {
            return new AnsweredPositions(file, newest, List.of());
        }
    }

    boolean contains(Position position) {
        return lines.contains(position.line());
    }

    /** Called by one thread at a time; others may ask meanwhile, and need not wait for the disk. */
    void add(Position position) throws IOException {
        if (lines.add(position.line())) {
            Files.writeString(
                    file,
                    position.line() + "\n",
                    StandardCharsets.ISO_8859_1,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
            written++;
        }
        if (written >= 2 * newest) {
            shorten();
        }
    }

    private void shorten() throws IOException {
        var kept = new ArrayList<>(lines).subList(Math.max(0, lines.size() - newest), lines.size());
        Path next = file.resolveSibling(file.getFileName() + ".new");
        Files.write(next, kept, StandardCharsets.ISO_8859_1);
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
        lines.retainAll(Set.copyOf(kept));
        written = lines.size();
    }
}
