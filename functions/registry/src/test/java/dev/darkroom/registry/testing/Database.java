package dev.darkroom.registry.testing;

import dev.darkroom.registry.store.Store;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.h2.jdbcx.JdbcConnectionPool;

/** H2 in a file, as the application opens it, with the registry's tables. Counts statements, and fails when told to. */
public final class Database implements AutoCloseable {
    private final JdbcConnectionPool pool;
    private final Queue<String> statements = new ConcurrentLinkedQueue<>();
    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private volatile SQLException lasting;

    public Database(Path directory) {
        pool = JdbcConnectionPool.create(url(directory), "", "");
        Flyway.configure().dataSource(pool).locations("db/migration").load().migrate();
    }

    /** Where it is, for those who open it in their own way. */
    public static String url(Path directory) {
        return "jdbc:h2:file:" + directory.resolve("registry") + Store.H2_SETTINGS + ";WRITE_DELAY=0";
    }

    public DataSource source() {
        return (DataSource) Proxy.newProxyInstance(
                Database.class.getClassLoader(), new Class<?>[] {DataSource.class}, (proxy, method, arguments) -> {
                    if (!method.getName().equals("getConnection")) {
                        throw new UnsupportedOperationException(method.getName());
                    }
                    Throwable failure = lasting == null ? failures.poll() : lasting;
                    if (failure != null) {
                        throw failure;
                    }
                    return counted(pool.getConnection());
                });
    }

    /** How many statements were prepared so far; a batch is one. */
    public int statements() {
        return statements.size();
    }

    /** How often this one was prepared so far. */
    public long statements(String sql) {
        return statements.stream().filter(sql::equals).count();
    }

    /** The next connection is refused like this. */
    public void failNext(Throwable failure) {
        failures.add(failure);
    }

    /** Somebody does something by hand. @return how many rows that concerned */
    public int execute(String sql) throws SQLException {
        try (Connection connection = pool.getConnection();
                var statement = connection.createStatement()) {
            return statement.executeUpdate(sql);
        }
    }

    /** Every connection is refused like this until {@link #failNoMore}. */
    public void failUntilFurtherNotice(SQLException failure) {
        lasting = failure;
    }

    public void failNoMore() {
        lasting = null;
    }

    /** Forgets everything, as if nothing had ever happened. */
    public void clear() throws SQLException {
        try (Connection connection = pool.getConnection();
                var statement = connection.createStatement()) {
            for (String table : List.of(
                    "placement",
                    "failure",
                    "image",
                    "target",
                    "catalogue",
                    "alias",
                    "alias_said",
                    "wiring",
                    "history",
                    "outbox")) {
                statement.executeUpdate("DELETE FROM " + table);
            }
            // The number goes on: snapshots of before are old.
            statement.executeUpdate("UPDATE registry SET change = change + 1");
        }
    }

    private Connection counted(Connection connection) {
        return (Connection) Proxy.newProxyInstance(
                Database.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("prepareStatement")) {
                        statements.add((String) arguments[0]);
                    }
                    try {
                        return method.invoke(connection, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @Override
    public void close() {
        pool.dispose();
    }
}
