package dev.darkroom.registry.store;

import java.sql.SQLException;

/** The database could not do what it was asked. */
public final class StoreException extends RuntimeException {
    StoreException(SQLException cause) {
        super("the registry's database failed (SQLSTATE " + cause.getSQLState() + ")", cause);
    }

    /** Whether the same may succeed a little later: no connection, no lock, no room at present, a lost race. */
    boolean passing() {
        String state = ((SQLException) getCause()).getSQLState();
        if (state == null || state.length() < 2) {
            return false;
        }
        return switch (state.substring(0, 2)) {
            case "08", "40", "53", "57", "55", "HY" -> true;
            default -> false;
        };
    }
}
