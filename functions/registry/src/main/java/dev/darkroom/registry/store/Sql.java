package dev.darkroom.registry.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** The few things that are done with a connection. Value types are stored as their text. */
final class Sql {
    private final Connection connection;
    private boolean written;
    private boolean changed;

    Sql(Connection connection) {
        this.connection = connection;
    }

    @FunctionalInterface
    interface RowReader<T> {
        T read(Row row) throws SQLException;
    }

    /** Whether anything has been written that must be committed. */
    boolean written() {
        return written;
    }

    /** Whether anything has been written that is known of images, as opposed to the outbox. */
    boolean changed() {
        return changed;
    }

    <T> List<T> rows(String sql, RowReader<T> reader, Object... parameters) {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, parameters);
            try (ResultSet result = statement.executeQuery()) {
                var rows = new ArrayList<T>();
                var row = new Row(result);
                while (result.next()) {
                    rows.add(reader.read(row));
                }
                return rows;
            }
        } catch (SQLException e) {
            throw new StoreException(e);
        }
    }

    /** @return how many rows were written */
    int update(String sql, Object... parameters) {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, parameters);
            int count = statement.executeUpdate();
            written |= count > 0;
            changed |= count > 0;
            return count;
        } catch (SQLException e) {
            throw new StoreException(e);
        }
    }

    /** The same statement for many rows, sent together; nothing is sent when there are none. */
    void batch(String sql, Collection<Object[]> rows) {
        batchUncounted(sql, rows);
        changed |= !rows.isEmpty();
    }

    /** The same, for what is not knowledge: it is committed, but nothing that the registry answers has changed. */
    void batchUncounted(String sql, Collection<Object[]> rows) {
        if (rows.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (Object[] row : rows) {
                bind(statement, row);
                statement.addBatch();
            }
            statement.executeBatch();
            written = true;
        } catch (SQLException e) {
            throw new StoreException(e);
        }
    }

    private void bind(PreparedStatement statement, Object[] parameters) throws SQLException {
        for (int i = 0; i < parameters.length; i++) {
            switch (parameters[i]) {
                case null -> statement.setObject(i + 1, null);
                case Instant instant -> statement.setObject(i + 1, instant.atOffset(ZoneOffset.UTC));
                case String[] texts -> statement.setArray(i + 1, connection.createArrayOf("varchar", texts));
                case Integer number -> statement.setInt(i + 1, number);
                case Long number -> statement.setLong(i + 1, number);
                case Boolean truth -> statement.setBoolean(i + 1, truth);
                case java.util.UUID uuid -> statement.setObject(i + 1, uuid);
                default -> statement.setString(i + 1, parameters[i].toString());
            }
        }
    }
}
