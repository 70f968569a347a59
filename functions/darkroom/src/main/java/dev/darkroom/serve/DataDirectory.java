package dev.darkroom.serve;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.darkroom.wire.Json;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * Everything that Darkroom keeps on one machine. One process at a time holds it; a second one finds the first by what it
 * has written here.
 */
public final class DataDirectory {
    private final Path root;

    private DataDirectory(Path root) {
        this.root = root.toAbsolutePath().normalize();
    }

    /** The process that holds the directory. */
    public record RunningProcess(long pid, URI http, String kafka) {}

    /** A hold on the directory; it ends with the process, however that ends. */
    public record Hold(FileChannel channel, FileLock lock) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            channel.close();
        }
    }

    public static DataDirectory at(Path root) {
        return new DataDirectory(root);
    }

    public Path root() {
        return root;
    }

    public Path kafka() {
        return root.resolve("kafka");
    }

    public Path staging() {
        return root.resolve("staging");
    }

    /** Where the default target publishes. */
    public Path images() {
        return root.resolve("images");
    }

    public Path log() {
        return root.resolve("darkroom.log");
    }

    /** The registry's database. Every commit is on disk before it is said: Kafka does not send the event again. */
    public String registryUrl() {
        return "jdbc:h2:file:" + root.resolve("registry")
                + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH;WRITE_DELAY=0;CACHE_SIZE=8192";
    }

    /** Whether a registry has ever been kept here. */
    public boolean hasRegistry() {
        return Files.exists(root.resolve("registry.mv.db"));
    }

    /** Takes the directory for this process; empty when another one holds it. */
    public Optional<Hold> hold() throws IOException {
        Files.createDirectories(root);
        FileChannel channel = FileChannel.open(lockFile(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return Optional.of(new Hold(channel, lock));
            }
        } catch (OverlappingFileLockException e) {
            // Held by this very process: as good as by another.
        }
        channel.close();
        return Optional.empty();
    }

    /** The process that holds the directory and has said where it answers. */
    public Optional<RunningProcess> running() throws IOException {
        if (!Files.exists(lockFile())) {
            return Optional.empty();
        }
        Optional<Hold> free = hold();
        if (free.isPresent()) {
            free.get().close();
            return Optional.empty();
        }
        try {
            return Optional.of(Json.mapper().readValue(runningFile().toFile(), RunningProcess.class));
        } catch (FileNotFoundException e) {
            return Optional.empty(); // It has the lock but does not answer yet.
        } catch (JsonProcessingException e) {
            throw new IOException(runningFile() + " cannot be read: " + e.getOriginalMessage(), e);
        }
    }

    /** Says where this process answers; only its holder calls this. */
    void announce(RunningProcess process) {
        try {
            Path next = root.resolve("running.json.new");
            Files.write(next, Json.mapper().writeValueAsBytes(process));
            Files.move(next, runningFile(), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void forget() throws IOException {
        Files.deleteIfExists(runningFile());
    }

    private Path lockFile() {
        return root.resolve("lock");
    }

    private Path runningFile() {
        return root.resolve("running.json");
    }
}
