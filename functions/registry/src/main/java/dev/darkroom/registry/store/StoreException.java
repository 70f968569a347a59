package dev.darkroom.registry.store;

import dev.darkroom.events.Reasons;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The database could not do what it was asked. */
public final class StoreException extends RuntimeException {
    /**
     * What H2 says of a database that has closed itself, or whose file could not be read or written: after a moment of a full
     * disk it answers nothing else until the file is opened anew.
     */
    private static final Set<String> CLOSED = Set.of("90028", "90030", "90031", "90098", "90121");

    private static final String DAMAGED = "90030";
    private static final String MEND =
            ": its file is damaged. Stop Darkroom and move the file away: the next start makes a new one and hears"
                    + " again what Kafka keeps";

    StoreException(SQLException cause) {
        super(
                "the registry's database failed (SQLSTATE " + cause.getSQLState() + ")"
                        + (DAMAGED.equals(cause.getSQLState()) ? MEND : onDisk(cause)),
                cause);
    }

    /** Of all that the database says only what its disk has said is fit for everybody: it quotes nothing. */
    private static String onDisk(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root instanceof IOException disk ? ": " + Reasons.of(disk) : "";
    }

    /** What kind of trouble it is, in the words of SQL. */
    public String kind() {
        return state().orElse("no SQLSTATE"); // The pool says so when it has no connection.
    }

    /** Whether its file holds what it never wrote: what it says of the next attempts is only a consequence. */
    boolean damaged() {
        return state().filter(DAMAGED::equals).isPresent();
    }

    /** Whether every connection answers the same until all are closed, and the database is opened anew. */
    boolean closed() {
        return state().filter(CLOSED::contains).isPresent();
    }

    /**
     * Whether it is the data that the database does not take, now and later: too long, out of range, against a constraint.
     * All else is a matter of the database, and of those who look after it.
     */
    public boolean refusesData() {
        return state().map(StoreException::group)
                .filter(Set.of("22", "23", "54")::contains)
                .isPresent();
    }

    /** Whether a table or a column is not there: a start was cut that makes them, or none has. */
    public boolean missesTables() {
        return state().filter(state -> group(state).equals("42")).isPresent();
    }

    /** Whether H2 met the end of the memory, which it says as an error of its own, or of its file. */
    public boolean lacksMemory() {
        return Stream.iterate(getCause(), Objects::nonNull, Throwable::getCause)
                .anyMatch(OutOfMemoryError.class::isInstance);
    }

    private Optional<String> state() {
        return Optional.ofNullable(((SQLException) getCause()).getSQLState());
    }

    /** The first two characters say of what kind it is. */
    private static String group(String state) {
        return state.substring(0, Math.min(2, state.length()));
    }
}
