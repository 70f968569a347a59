package dev.darkroom.serve.data;

import dev.darkroom.events.ByteSize;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Optional;
import javax.sql.DataSource;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.h2.mvstore.MVStore;

/**
 * Keeps the file of a registry small while it is in use. Each commit writes whole pages anew; what stays good of earlier ones
 * lies scattered, a few bytes among many that are not. H2 compacts it by a thread that it has only where commits may wait to be
 * written, and ours must not (see {@link DataDirectory#registryUrl}).
 */
public final class CompactDatabase {
    /** Less need not be tidied before the process stops. */
    private static final ByteSize LARGE = ByteSize.ofMiB(32);

    /** In percent: where more of what was written is still good, compacting it wins little. */
    private static final int SPARSE = 50;

    /** What is written in one step: commits wait for as long. */
    private static final ByteSize STEP = ByteSize.ofMiB(1);

    /** The rest has time until the next call. */
    private static final Duration LONGEST = Duration.ofSeconds(2);

    private static final Duration PAUSE = Duration.ofMillis(10);

    private final DataSource database;
    private final ByteSize large;
    private volatile boolean stopping;

    public CompactDatabase(DataSource database) {
        this(database, LARGE);
    }

    /** @param large smaller files are left as they are */
    CompactDatabase(DataSource database, ByteSize large) {
        this.database = database;
        this.large = large;
    }

    /**
     * What was done.
     *
     * @param steps  of one MiB at most
     * @param before of what had been written for a while, so many percent were still good
     * @param size   of the file afterwards, of which a part is free; it shrinks when its end is
     */
    public record Compacted(int steps, int before, int after, Duration took, ByteSize size) {}

    /** Compacts the file, for two seconds at most. Empty when there is no need to, or it is no file of ours. */
    public Optional<Compacted> run() throws SQLException, InterruptedException {
        try (Connection connection = database.getConnection()) {
            return connection.isWrapperFor(JdbcConnection.class)
                            && connection.unwrap(JdbcConnection.class).getSession() instanceof SessionLocal session
                    ? compact(session.getDatabase().getStore().getMvStore())
                    : Optional.empty();
        }
    }

    /** Has the call that runs end with its step. */
    public void stop() {
        stopping = true;
    }

    private Optional<Compacted> compact(MVStore store) throws InterruptedException {
        if (store.getFileStore() == null || store.getFileStore().size() < large.bytes() || good(store) >= SPARSE) {
            return Optional.empty();
        }
        int before = good(store);
        long start = System.nanoTime();
        int steps = 0;
        while (!stopping && System.nanoTime() - start < LONGEST.toNanos() && good(store) < SPARSE) {
            // A step that finds the file busy does nothing.
            if (store.compact(100, Math.toIntExact(STEP.bytes()))) {
                store.commit(); // Or the next to commit would write it.
                steps++;
            }
            Thread.sleep(PAUSE);
        }
        return Optional.of(new Compacted(
                steps,
                before,
                good(store),
                Duration.ofNanos(System.nanoTime() - start),
                new ByteSize(store.getFileStore().size())));
    }

    /** Percent of what was written, and may be written elsewhere by now: H2 keeps all for a while, for the case of a power cut. */
    private static int good(MVStore store) {
        var facts = new HashMap<String, String>();
        store.getFileStore().populateInfo(facts::put);
        return Integer.parseInt(facts.get("info.CHUNKS_FILL_RATE_RW"));
    }
}
