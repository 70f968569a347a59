package dev.darkroom.registry.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.events.testing.TurnedClock;
import dev.darkroom.registry.RegistryTestCase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The question that is asked at each tick, and after each change. */
class DueTest extends RegistryTestCase {
    private static final Pattern SCANNED = Pattern.compile("scanCount: (\\d+)");
    private static final Instant NOW = TurnedClock.START;
    private static final Instant LATEST = NOW.plus(Duration.ofDays(1));

    @Test
    void whereNothingIsDueItGoesThroughNothing() throws SQLException {
        have("settled", "NULL");
        have("asked", "TIMESTAMP WITH TIME ZONE '" + NOW.plusSeconds(3600) + "'");

        assertThat(registry.store.<Boolean>read(tx -> tx.dossiers().anyDue(NOW, LATEST)))
                .isFalse();
        assertThat(scanned(Dossiers.BEGINNING, NOW)).isLessThan(5);
        assertThat(scanned(LATEST, Dossiers.END)).isLessThan(5);
    }

    private void have(String name, String due) throws SQLException {
        registry.database.execute(
                "INSERT INTO image (image_key, changed, asked, first_attempt, fetched, converted, due_at) SELECT '"
                        + name + "_' || n, 0, 0, 0, 0, '', " + due + " FROM SYSTEM_RANGE(1, 1000) AS image (n)");
    }

    private int scanned(Instant after, Instant until) throws SQLException {
        try (Connection connection = registry.database.source().getConnection();
                var statement = connection.prepareStatement("EXPLAIN ANALYZE " + Dossiers.dueKeys(500))) {
            statement.setObject(1, after.atOffset(ZoneOffset.UTC));
            statement.setObject(2, until.atOffset(ZoneOffset.UTC));
            try (var plan = statement.executeQuery()) {
                plan.next();
                Matcher count = SCANNED.matcher(plan.getString(1));
                assertThat(count.find()).as(plan.getString(1)).isTrue();
                return Integer.parseInt(count.group(1));
            }
        }
    }
}
