package dev.darkroom.serve.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.callback.BaseCallback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class UndoMigrationTest {
    private static final String MIGRATIONS = "db/migration";

    @TempDir
    private Path root;

    private DataDirectory data;

    /** Ends a start after so many statements of a migration: what was done by then stays, as when the process is killed. */
    private static final class Kill extends BaseCallback {
        private final String version;
        private int left;

        Kill(String version, int statements) {
            this.version = version;
            this.left = statements;
        }

        @Override
        public boolean supports(Event event, Context context) {
            return event == Event.AFTER_EACH_MIGRATE_STATEMENT
                    && context.getMigrationInfo().getVersion().getVersion().equals(version);
        }

        @Override
        public void handle(Event event, Context context) {
            left--;
            if (left == 0) {
                throw new IllegalStateException("killed");
            }
        }
    }

    @BeforeEach
    void at() {
        data = DataDirectory.at(root);
    }

    static Stream<String> versions() {
        return Stream.of(Flyway.configure()
                        .dataSource("jdbc:h2:mem:", "", "")
                        .locations(MIGRATIONS)
                        .load()
                        .info()
                        .all())
                .map(migration -> migration.getVersion().getVersion());
    }

    @ParameterizedTest
    @MethodSource("versions")
    void aStartThatDiesWithinAMigrationCanBeMadeAgain(String version) throws IOException, SQLException {
        boolean died = true;
        for (int statements = 1; died; statements++) {
            Files.deleteIfExists(root.resolve("registry.mv.db"));
            if (!version.equals("1")) {
                flyway().target(String.valueOf(Integer.parseInt(version) - 1))
                        .load()
                        .migrate();
                execute("INSERT INTO alias (alias, image_key, catalogue) VALUES ('kept', 'k', 'c')");
            }
            died = dies(version, statements);

            data.recover();
            flyway().load().migrate();

            assertThat(count("SELECT COUNT(*) FROM alias")).isEqualTo(version.equals("1") ? 0 : 1);
            assertThat(Files.list(root)).as("no copy stays").containsExactly(root.resolve("registry.mv.db"));
        }
    }

    @Test
    void whatNoMigrationHasChangedStays() throws IOException, SQLException {
        flyway().load().migrate();
        execute("INSERT INTO alias (alias, image_key, catalogue) VALUES ('kept', 'k', 'c')");

        data.recover();
        flyway().load().migrate();

        assertThat(count("SELECT COUNT(*) FROM alias")).isEqualTo(1);
    }

    @Test
    void whereNoCopyCanBeMadeNothingIsChanged() throws IOException, SQLException {
        flyway().target("5").load().migrate();
        Files.createDirectory(root.resolve("registry.before-migration.zip.new"));

        assertThatThrownBy(() -> flyway().load().migrate())
                .isInstanceOf(FlywayException.class)
                .hasStackTraceContaining("could not be copied before its tables are changed");

        Files.delete(root.resolve("registry.before-migration.zip.new"));
        data.recover();
        flyway().load().migrate();
    }

    private boolean dies(String version, int statements) {
        try {
            flyway().callbacks(new UndoMigration(), new Kill(version, statements))
                    .load()
                    .migrate();
            return false;
        } catch (FlywayException e) {
            assertThat(e).hasStackTraceContaining("killed");
            return true;
        }
    }

    private org.flywaydb.core.api.configuration.FluentConfiguration flyway() {
        return Flyway.configure()
                .dataSource(data.registryUrl(), "", "")
                .locations(MIGRATIONS)
                .callbacks(new UndoMigration());
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(data.registryUrl());
                var statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    private int count(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(data.registryUrl());
                var statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getInt(1);
        }
    }
}
