package dev.darkroom.registry.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.UUID;
import java.util.function.Function;

/** One row of a result, read by column names. */
final class Row {
    private final ResultSet result;

    Row(ResultSet result) {
        this.result = result;
    }

    /** Null when the column is. */
    String text(String column) throws SQLException {
        return result.getString(column);
    }

    /** A value type from its text; null when the column is. */
    <T> T value(String column, Function<String, T> parse) throws SQLException {
        String text = result.getString(column);
        return text == null ? null : parse.apply(text);
    }

    int number(String column) throws SQLException {
        return result.getInt(column);
    }

    long large(String column) throws SQLException {
        return result.getLong(column);
    }

    /** Null when the column is. */
    Long largeOrNull(String column) throws SQLException {
        long value = result.getLong(column);
        return result.wasNull() ? null : value;
    }

    boolean truth(String column) throws SQLException {
        return result.getBoolean(column);
    }

    /** Null when the column is. */
    Instant instant(String column) throws SQLException {
        OffsetDateTime time = result.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    /** Null when the column is. */
    UUID uuid(String column) throws SQLException {
        return result.getObject(column, UUID.class);
    }
}
