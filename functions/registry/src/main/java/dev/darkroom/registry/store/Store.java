package dev.darkroom.registry.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import javax.sql.DataSource;

/** The registry's database. */
public final class Store {
    /** What its SQL needs of H2, behind the URL of a database. */
    public static final String H2_SETTINGS = ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH";

    private final DataSource database;
    private final OnDisk disk;
    private final Changes changes;
    private final Runnable closeConnections;
    private final AtomicInteger openings = new AtomicInteger();
    private final ReentrantLock turn = new ReentrantLock(true);
    private volatile StoreException damage; // Since when nothing has succeeded; else null.

    public Store(DataSource database, Changes changes) {
        this(database, changes, () -> {});
    }

    /** @param closeConnections closes all that the data source keeps, so that the next one opens the database anew */
    public Store(DataSource database, Changes changes, Runnable closeConnections) {
        this.database = database;
        this.disk = new OnDisk(database);
        this.changes = changes;
        this.closeConnections = closeConnections;
    }

    /**
     * Does work in a transaction of its own, one writer at a time: no other process writes. When the work wrote nothing, nothing
     * has happened. Returns when the disk holds what it wrote. Whoever writes tries again himself.
     */
    public <T> T write(Function<Tx, T> work) {
        T result;
        turn.lock();
        try {
            result = open(() -> attempt(work));
        } finally {
            turn.unlock();
        }
        open(() -> {
            disk.force();
            return null;
        });
        return result;
    }

    /** Reads in one transaction: what is read belongs together. */
    public <T> T read(Function<Tx, T> work) {
        return open(() -> readOnce(work));
    }

    private <T> T readOnce(Function<Tx, T> work) throws SQLException {
        try (Connection connection = database.getConnection()) {
            int isolation = connection.getTransactionIsolation();
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            connection.setAutoCommit(false);
            try {
                return work.apply(new Tx(new Sql(connection)));
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
                connection.setTransactionIsolation(isolation);
            }
        }
    }

    /** The number of the last change: as long as it is the same, everything is. */
    public long change() {
        return open(() -> {
            try (Connection connection = database.getConnection()) {
                return new Tx(new Sql(connection)).change();
            }
        });
    }

    /** How often the database had to be opened anew. */
    public int openings() {
        return openings.get();
    }

    private interface Attempt<T> {
        T make() throws SQLException;
    }

    /** Sees to it that the attempt after one that found the database closed finds it open, if that can be. */
    private <T> T open(Attempt<T> attempt) {
        int opening = openings.get();
        try {
            T result = attempt.make();
            damage = null;
            return result;
        } catch (SQLException e) {
            throw closed(new StoreException(e), opening);
        } catch (StoreException e) {
            throw closed(e, opening);
        }
    }

    private StoreException closed(StoreException e, int opening) {
        // Once for all that were in it: the connections that are opened then must not be closed again by those.
        if (e.closed() && openings.compareAndSet(opening, opening + 1)) {
            closeConnections.run();
        }
        if (e.damaged()) {
            damage = e;
        }
        StoreException first = damage;
        return first == null ? e : first;
    }

    private <T> T attempt(Function<Tx, T> work) throws SQLException {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            boolean committed = false;
            try {
                var tx = new Tx(new Sql(connection));
                T result = work.apply(tx);
                if (tx.finish()) {
                    connection.commit();
                    committed = true;
                    changes.signal();
                    disk.committed();
                }
                return result;
            } finally {
                if (!committed) {
                    connection.rollback();
                }
                connection.setAutoCommit(true);
            }
        }
    }
}
