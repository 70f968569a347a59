package dev.darkroom.serve.data;

import dev.darkroom.events.Reasons;
import dev.darkroom.registry.store.Store;
import dev.darkroom.staging.disk.Deletion;
import dev.darkroom.staging.disk.ForceToDisk;
import dev.darkroom.staging.disk.PrivateDirectory;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.UserPrincipal;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Everything that Darkroom keeps on one machine. One process at a time holds it; a second one finds the first by what it
 * has written here.
 */
public final class DataDirectory {
    /** A start takes less, also on a slow machine or after a power cut, and so does a stop. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final String REGISTRY = "registry";

    private final Path root;
    private final LockFile lock;
    private final RunningFile running;
    private final AwaitHold await;
    private final Duration patience;
    private final Consumer<String> say;

    private DataDirectory(Path root, Duration patience, Consumer<String> say) {
        this.root = root.toAbsolutePath().normalize();
        this.lock = new LockFile(this.root.resolve("lock"));
        this.running = new RunningFile(this.root.resolve("running.json"));
        this.await = new AwaitHold(this.root, lock, running, patience, say);
        this.patience = patience;
        this.say = say;
    }

    /**
     * The process that holds the directory.
     *
     * @param token         with which the owner of the directory may ask it; null when everybody may
     * @param forOneCommand whether it works for the command that has started it, and ends with that
     */
    public record RunningProcess(long pid, URI http, String kafka, String token, boolean forOneCommand) {
        public RunningProcess with(String issued) {
            return new RunningProcess(pid, http, kafka, issued, forOneCommand);
        }

        public RunningProcess at(URI served) {
            return new RunningProcess(pid, served, kafka, token, forOneCommand);
        }

        @Override
        public String toString() {
            return "process " + pid + " at " + http;
        }
    }

    /** A hold on the directory; it ends with the process, however that ends. */
    public record Hold(FileChannel channel, FileLock lock) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            channel.close();
        }
    }

    public static DataDirectory at(Path root) {
        return at(root, line -> {});
    }

    /** @param say says to people for whom they wait */
    public static DataDirectory at(Path root, Consumer<String> say) {
        return new DataDirectory(root, PATIENCE, say);
    }

    /** The same for somebody who waits no longer than this for a process that starts, stops or looks. */
    public DataDirectory within(Duration atMost) {
        return atMost.compareTo(patience) < 0 ? new DataDirectory(root, atMost, say) : this;
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

    /**
     * The registry's database. Every commit is written before it is said, and the store forces it to the disk: Kafka does not
     * send the event again. Read and written asynchronously, because a stop interrupts threads, and that would close an
     * ordinary channel in their hands. Each commit writes whole pages anew, so that the file becomes a hundred times as large as
     * what is in it: to make it small again at a stop takes H2 longer than the fifth of a second that it would have.
     */
    public String registryUrl() {
        return "jdbc:h2:async:" + root.resolve(REGISTRY)
                + Store.H2_SETTINGS
                + ";WRITE_DELAY=0;CACHE_SIZE=8192;TRACE_LEVEL_FILE=0;DB_CLOSE_ON_EXIT=FALSE;MAX_COMPACT_TIME=2000";
    }

    /** Whether a registry has ever been kept here. */
    public boolean hasRegistry() {
        return Files.exists(registryFile());
    }

    /**
     * What sets the consumer groups of this registry apart from those of any other: one that is new, or was lost, hears all that
     * Kafka keeps.
     */
    public String registrySuffix() throws IOException {
        Path file = root.resolve("registry.id");
        boolean lost = Files.notExists(file) || Files.size(file) == 0; // A power cut took what was in it.
        if (lost || !hasRegistry()) {
            byte[] random = new byte[4];
            new SecureRandom().nextBytes(random);
            Path next = root.resolve("registry.id.new");
            Files.writeString(next, "." + HexFormat.of().formatHex(random));
            ForceToDisk.file(next);
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
        }
        try (InputStream in = Files.newInputStream(file)) {
            return new String(in.readNBytes(9), StandardCharsets.US_ASCII);
        }
    }

    /** Where its database lies. */
    public Path registryFile() {
        return root.resolve(REGISTRY + ".mv.db");
    }

    /**
     * Takes the directory for this process; empty when another one has it and says where it answers. Who starts, stops
     * or only looks is waited for.
     *
     * @throws IOException also when he takes too long, and when the directory belongs to another user
     */
    public Optional<Hold> hold() throws IOException, InterruptedException {
        PrivateDirectory.make(root);
        Optional<Hold> hold = await.take(false);
        if (hold.isPresent()) {
            begin(hold.get());
        }
        return hold;
    }

    /** Files of two users in one directory are good for neither: each meets what the other alone may write. */
    private void requireOwn() throws IOException {
        Path trial = Files.createTempFile(root, "owner", ".tmp");
        try {
            requireOwner(Files.getOwner(trial));
        } finally {
            Files.delete(trial);
        }
        if (hasRegistry() && !Files.isWritable(registryFile())) {
            throw new AccessDeniedException(registryFile().toString());
        }
    }

    /** @throws IOException when it belongs to somebody else */
    void requireOwner(UserPrincipal own) throws IOException {
        if (!own.equals(lock.owner())) {
            throw new IOException("it belongs to " + lock.owner() + " and this process is of " + own + ": run it as "
                    + lock.owner() + ", or give everything in it to " + own + " (chown -R)");
        }
    }

    /**
     * An empty directory for what libraries unpack and databases spill: where it is wanted a system's own is read-only, small, or
     * runs nothing, and what a killed process leaves in it stays. Only the holder asks.
     */
    public Path temporary() throws IOException {
        Path temporary = root.resolve("tmp");
        if (Files.exists(temporary)) {
            Deletion.delete(temporary);
        }
        PrivateDirectory.make(temporary); // Libraries are loaded from it.
        return temporary;
    }

    private void begin(Hold hold) throws IOException {
        try {
            requireOwn();
            forget(); // What a killed process left.
        } catch (IOException e) {
            hold.close();
            throw e;
        }
    }

    /** Whether something is here, and Darkroom has not made it. */
    public boolean isForeign() throws IOException {
        if (!Files.isDirectory(root) || lock.exists()) {
            return false;
        }
        try (Stream<Path> files = Files.list(root)) {
            return files.findAny().isPresent();
        }
    }

    /** What people are told whom this keeps from what they wanted. */
    public String unusable(IOException e) {
        return "the data directory " + root + " cannot be used: " + Reasons.of(e);
    }

    /** Deletes all that is kept here. @throws IOException also when a process holds the directory */
    public void clear() throws IOException, InterruptedException {
        try (Hold hold = hold().orElseThrow(this::inUse)) {
            try (Stream<Path> all = Files.list(root)) {
                for (Path each : all.filter(entry -> !lock.is(entry)).toList()) {
                    Deletion.delete(each);
                }
            }
        }
    }

    private IOException inUse() {
        return new IOException(root + " is in use by " + lock.holder()
                + ": wait until it has ended, or choose another directory with --data");
    }

    /** Keeps others from taking the directory while this process looks into it; empty when one has it already. */
    public Optional<Hold> holdToRead() throws IOException {
        return lock.take(true);
    }

    /**
     * The process that holds the directory and answers; empty when none holds it. One that starts or stops is waited for.
     *
     * @throws IOException also when it takes too long
     */
    public Optional<RunningProcess> running() throws IOException, InterruptedException {
        if (!lock.exists()) {
            return Optional.empty();
        }
        Optional<Hold> free = await.take(true);
        if (free.isPresent()) {
            free.get().close();
            return Optional.empty();
        }
        return running.read();
    }

    /** Says where this process answers, and with which token, to the owner of the directory; only its holder calls this. */
    public void announce(RunningProcess process) {
        try {
            running.write(process);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void forget() throws IOException {
        running.delete();
    }
}
