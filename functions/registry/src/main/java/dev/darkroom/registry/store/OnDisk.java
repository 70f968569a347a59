package dev.darkroom.registry.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;

/**
 * Has the disk hold what was committed, before anybody relies on it: H2 leaves that to the operating system, and a power cut
 * takes it, in no order. Once for all that was committed before, since it takes milliseconds. Other databases do it themselves.
 */
final class OnDisk {
    private final DataSource database;
    private final ReentrantLock turn = new ReentrantLock();
    private final AtomicLong committed = new AtomicLong();
    private volatile long forced;

    OnDisk(DataSource database) {
        this.database = database;
    }

    void committed() {
        committed.incrementAndGet();
    }

    /** Returns when all that was committed before is on the disk. */
    void force() throws SQLException {
        long wanted = committed.get();
        if (forced >= wanted) {
            return;
        }
        turn.lock();
        try {
            if (forced < wanted) {
                long now = committed.get();
                checkpoint();
                forced = now;
            }
        } finally {
            turn.unlock();
        }
    }

    private void checkpoint() throws SQLException {
        try (Connection connection = database.getConnection()) {
            if (connection.getMetaData().getDatabaseProductName().equals("H2")) {
                try (Statement statement = connection.createStatement()) {
                    statement.execute("CHECKPOINT SYNC");
                }
            }
        }
    }
}
