package dev.darkroom.registry.access;

import dev.darkroom.events.Reasons;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/**
 * A file of tokens, read again when it has changed. One that has become wrong changes nothing: a slip of whoever edits it
 * must not lock everybody out, nor let anybody in.
 */
final class TokenFile {
    private static final Logger LOG = Logger.getLogger(TokenFile.class);
    private static final long LOOK = Duration.ofSeconds(1).toNanos();
    private static final int MOST = 1000;

    private final Path file;
    private final LongSupplier nanos;
    private volatile State state;

    /** What tells one content of the file from another. */
    private record Version(FileTime modified, long size, Object file) {}

    /** @param version of what was read; null when it could not be, or was wrong */
    private record State(long looked, Version version, List<Grant> grants, String problem) {
        State at(long now) {
            return new State(now, version, grants, problem);
        }
    }

    /** @throws IllegalArgumentException naming file and line, and never a token */
    TokenFile(Path file, LongSupplier nanos) throws IOException {
        this.file = file;
        this.nanos = nanos;
        Version version = version();
        this.state = new State(nanos.getAsLong(), version, read(), null);
    }

    /** Those of the file when it was last right. */
    List<Grant> grants() {
        look();
        return state.grants;
    }

    /** What is wrong with it now; empty when nothing is. */
    Optional<String> problem() {
        look();
        return Optional.ofNullable(state.problem);
    }

    private void look() {
        if (nanos.getAsLong() - state.looked >= LOOK) {
            lookAgain();
        }
    }

    private synchronized void lookAgain() {
        State before = state;
        long now = nanos.getAsLong();
        if (now - before.looked < LOOK) {
            return; // Somebody else has, meanwhile.
        }
        String problem;
        try {
            Version version = version();
            if (version.equals(before.version)) {
                state = before.at(now);
                return;
            }
            state = new State(now, version, read(), null);
            LOG.infof("darkroom.http.tokens: %s has changed, its %d tokens are good now", file, state.grants.size());
            return;
        } catch (IOException e) {
            problem = file + " cannot be read (" + Reasons.of(e) + ")";
        } catch (IllegalArgumentException e) {
            problem = e.getMessage();
        }
        // Without a version: it is read again whether it changes or not, for it may be the disk that was wrong.
        state = new State(now, null, before.grants, problem);
        if (!problem.equals(before.problem)) {
            LOG.errorf("darkroom.http.tokens: %s; the tokens of before are still good", problem);
        }
    }

    private Version version() throws IOException {
        BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
        return new Version(now.lastModifiedTime(), now.size(), now.fileKey());
    }

    private List<Grant> read() throws IOException {
        var grants = new ArrayList<Grant>();
        try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            int number = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                if (!line.isBlank() && !line.strip().startsWith("#")) {
                    grants.add(grant(number, line));
                }
            }
        }
        if (grants.isEmpty() || grants.size() > MOST) {
            throw new IllegalArgumentException(
                    file + " must have 1 to " + MOST + " lines NAME RIGHTS HASH but has " + grants.size());
        }
        return List.copyOf(grants);
    }

    private Grant grant(int number, String line) {
        try {
            return Grant.read(line);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(file + " line " + number + " " + e.getMessage(), e);
        }
    }
}
