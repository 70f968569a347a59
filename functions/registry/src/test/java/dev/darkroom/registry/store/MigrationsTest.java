package dev.darkroom.registry.store;

import static dev.darkroom.events.testing.Samples.spec;
import static dev.darkroom.registry.testing.Said.failed;
import static dev.darkroom.registry.testing.Said.ready;
import static dev.darkroom.registry.testing.Said.target;
import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.events.DiskFormat;
import dev.darkroom.events.FailureCode;
import dev.darkroom.events.ImageRequested;
import dev.darkroom.events.ImageSettled;
import dev.darkroom.registry.known.Status;
import dev.darkroom.registry.testing.Database;
import dev.darkroom.registry.testing.TestRegistry;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Databases as earlier versions have left them. */
class MigrationsTest {
    private static final String LONG_AGO = "TIMESTAMP '2026-10-01 00:00:00'";

    @TempDir
    private Path directory;

    /** Any number was taken from events once. */
    @Test
    void anAttemptThatNoEventMaySayAnyMoreIsOneThatItMay() throws SQLException {
        at(
                "5",
                "INSERT INTO image (image_key, spec, first_catalogue, last_catalogue, catalogue_event, asked,"
                        + " first_attempt, asked_at, heard_at, due_at, fetched, converted) VALUES ('a', '"
                        + JsonText.of(spec()) + "', 'c', 'c', '00000000-0000-5000-8000-000000000000', 2000000001, 0, "
                        + LONG_AGO + ", " + LONG_AGO + ", " + LONG_AGO + ", 2000000000, 'raw=2000000000')",
                "INSERT INTO failure (image_key, scope, attempt, stage, code, retryable, message, event_id, failed_at,"
                        + " forgiven) VALUES ('a', '*', 2000000000, 'fetch', 'origin-unavailable', TRUE, 'no',"
                        + " '00000000-0000-5000-8000-000000000000', " + LONG_AGO + ", FALSE)");

        try (var registry = new TestRegistry(directory)) {
            registry.target.announced(target("cloud", DiskFormat.RAW));
            registry.round();
            int attempt = registry.bus.only(ImageRequested.class).attempt();
            registry.image.failed(failed("a", FailureCode.ORIGIN_UNAVAILABLE, attempt));
            assertThat(registry.standing("a", "cloud").status()).isEqualTo(Status.WAITING);
            registry.clock.turn(Duration.ofHours(2));
            registry.round();
            registry.image.ready(ready("a", "cloud", spec()));
            registry.publish.run();

            assertThat(registry.bus.published(ImageSettled.class)).hasSize(1);
        }
    }

    private void at(String version, String... statements) throws SQLException {
        String url = Database.url(directory);
        Flyway.configure()
                .dataSource(url, "", "")
                .locations("db/migration")
                .target(version)
                .load()
                .migrate();
        try (var connection = DriverManager.getConnection(url);
                var statement = connection.createStatement()) {
            for (String each : statements) {
                statement.executeUpdate(each);
            }
        }
    }
}
