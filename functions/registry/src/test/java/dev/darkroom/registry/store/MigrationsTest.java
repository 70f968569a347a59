package dev.darkroom.registry.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.darkroom.registry.testing.Database;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.callback.BaseCallback;
import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A first start that ends early: what was done by then stays. */
class MigrationsTest {
    @TempDir
    private Path directory;

    /** Ends a start after so many statements. */
    private static final class End extends BaseCallback {
        private final Supplier<? extends Throwable> how;
        private int left;

        End(int statements, Supplier<? extends Throwable> how) {
            this.how = how;
            this.left = statements;
        }

        @Override
        public boolean supports(Event event, Context context) {
            return event == Event.AFTER_EACH_MIGRATE_STATEMENT;
        }

        @Override
        public void handle(Event event, Context context) {
            left--;
            if (left == 0) {
                sneak(how.get());
            }
        }

        @SuppressWarnings("unchecked")
        private static <T extends Throwable> void sneak(Throwable end) throws T {
            throw (T) end;
        }
    }

    static Stream<Named<Supplier<Throwable>>> ends() {
        return Stream.of(
                Named.of("fails", () -> new IllegalStateException("failed")),
                // Flyway writes nothing of it, as when the process is killed.
                Named.of("is killed", () -> new Error("killed")));
    }

    @ParameterizedTest
    @MethodSource("ends")
    void aStartThatEndsAfterAnyStatementIsMadeAgain(Supplier<Throwable> how) throws SQLException {
        migrate(directory.resolve("whole"));
        List<String> whole = schema(directory.resolve("whole"));

        boolean ended = true;
        int statements = 0;
        while (ended) {
            statements++;
            Path cut = directory.resolve(String.valueOf(statements));
            var end = new End(statements, how);
            ended = catchThrowable(() -> migrate(cut, end)) != null;

            migrate(cut);

            assertThat(schema(cut)).as("after %d statements", statements).isEqualTo(whole);
        }
        assertThat(statements).isGreaterThan(10);
    }

    private static void migrate(Path database, Callback... callbacks) {
        Flyway.configure()
                .dataSource(Database.url(database), "", "")
                .locations("db/migration")
                .callbacks(callbacks)
                .load()
                .migrate();
    }

    /** The statements that would make it, with the rows that are in it. */
    private static List<String> schema(Path database) throws SQLException {
        var lines = new ArrayList<String>();
        try (var connection = DriverManager.getConnection(Database.url(database));
                var statement = connection.createStatement();
                var rows =
                        statement.executeQuery("SCRIPT NOPASSWORDS NOSETTINGS TABLE registry, catalogue, target, image,"
                                + " placement, failure, alias, alias_said, wiring, history, outbox")) {
            while (rows.next()) {
                lines.add(rows.getString(1));
            }
        }
        return lines;
    }
}
