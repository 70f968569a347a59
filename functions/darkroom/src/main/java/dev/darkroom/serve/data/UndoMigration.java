package dev.darkroom.serve.data;

import dev.darkroom.staging.disk.ForceToDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;
import org.h2.tools.Restore;

/**
 * Lets a start that dies within a migration be made again. H2 commits each statement that changes a table by itself: half a
 * migration stays, and neither its rest nor the whole of it can be done then. So the registry is copied before the first one,
 * and the copy is what the next start begins with, unless all of them were done.
 */
public final class UndoMigration implements Callback {
    private static final String COPY = ".before-migration.zip";
    private static final String ASYNC = "async:";

    @Override
    public boolean supports(Event event, Context context) {
        return event == Event.BEFORE_EACH_MIGRATE || event == Event.AFTER_MIGRATE;
    }

    @Override
    public boolean canHandleInTransaction(Event event, Context context) {
        return true;
    }

    @Override
    public void handle(Event event, Context context) {
        boolean done = event == Event.AFTER_MIGRATE;
        try {
            Path copy = copy(database(context.getConnection()));
            if (done) {
                execute(context.getConnection(), "CHECKPOINT SYNC");
                delete(copy);
            } else if (Files.notExists(copy)) {
                copy(context.getConnection(), copy);
            }
        } catch (SQLException | IOException e) {
            // Without its cause: of a failed start the innermost reason is said.
            var failure = new FlywayException((done
                            ? "the registry's tables are changed, but its copy from before could not be deleted: "
                            : "the registry could not be copied before its tables are changed, and was not changed: ")
                    + innermost(e));
            failure.addSuppressed(e);
            throw failure;
        }
    }

    @Override
    public String getCallbackName() {
        return "undo";
    }

    /** Whether a start has died within a migration, or is in one. @param database by its path without an ending */
    static boolean isCut(Path database) {
        return Files.exists(copy(database));
    }

    /**
     * Takes back what a start has left that died within a migration; nothing when none has.
     *
     * @param database the closed database, by its path without an ending
     */
    static void takeBack(Path database) throws IOException {
        Path copy = copy(database);
        if (isCut(database)) {
            try {
                Restore.execute(copy.toString(), database.getParent().toString(), null);
            } catch (RuntimeException e) { // H2 has no other kind.
                throw new IOException(
                        "the registry could not be put back from " + copy + ", where it is whole: " + innermost(e), e);
            }
            ForceToDisk.file(database.resolveSibling(database.getFileName() + ".mv.db"));
            delete(copy);
        }
    }

    private static void copy(Connection connection, Path copy) throws SQLException, IOException {
        Path unfinished = copy.resolveSibling(copy.getFileName() + ".new");
        execute(connection, "BACKUP TO '" + unfinished.toString().replace("'", "''") + "'");
        ForceToDisk.file(unfinished);
        Files.move(unfinished, copy, StandardCopyOption.ATOMIC_MOVE);
    }

    private static Path copy(Path database) {
        return database.resolveSibling(database.getFileName() + COPY);
    }

    /** H2 says it with the kind of its file system, as in {@code async:/data/registry}. */
    private static Path database(Connection connection) throws SQLException {
        try (PreparedStatement question = connection.prepareStatement("SELECT DATABASE_PATH()");
                ResultSet answer = question.executeQuery()) {
            answer.next();
            String path = answer.getString(1);
            return Path.of(path.startsWith(ASYNC) ? path.substring(ASYNC.length()) : path);
        }
    }

    private static String innermost(Throwable failure) {
        return failure.getCause() == null ? String.valueOf(failure.getMessage()) : innermost(failure.getCause());
    }

    private static void execute(Connection connection, String command) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(command);
        }
    }

    /** For good: after a power cut an old copy must not come back. */
    private static void delete(Path copy) throws IOException {
        if (Files.deleteIfExists(copy)) {
            ForceToDisk.directory(copy.getParent());
        }
    }
}
