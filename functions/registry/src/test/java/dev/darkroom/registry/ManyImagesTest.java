package dev.darkroom.registry;

import static dev.darkroom.registry.testing.Said.target;
import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.events.DiskFormat;
import dev.darkroom.registry.known.Dossier;
import dev.darkroom.registry.known.Retirement;
import dev.darkroom.registry.testing.TestRegistry;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** More images than are held at once by who goes through all of them. */
class ManyImagesTest extends RegistryTestCase {
    private static final int MANY = 9000;

    @BeforeEach
    void have() throws SQLException {
        registry.database.execute(
                "INSERT INTO image (image_key, changed, asked, first_attempt, fetched, converted, due_at) SELECT 'image_'"
                        + " || n, 0, 0, 0, 0, '', TIMESTAMP WITH TIME ZONE '9000-01-01 00:00:00Z' FROM SYSTEM_RANGE(1, "
                        + MANY + ") AS image (n)");
    }

    @Test
    void eachIsHeldOnceAndAFewThousandAtOnce() {
        var sizes = new ArrayList<Integer>();
        var keys = new TreeSet<>();

        registry.store.<Object>read(tx -> {
            tx.dossiers().each(page -> {
                sizes.add(page.size());
                page.stream().map(Dossier::key).forEach(keys::add);
            });
            return null;
        });

        assertThat(sizes).containsExactly(4000, 4000, 1000);
        assertThat(keys).hasSize(MANY);
    }

    @Test
    void noneIsLaterThanTheGrace() {
        registry.ask.resume();

        Instant graced = registry.clock.instant().plus(TestRegistry.GRACE);
        assertThat(registry.dossiers())
                .hasSize(MANY)
                .extracting(dossier -> dossier.tries().dueAt())
                .containsOnly(graced);
    }

    @Test
    void nobodyReadsAllOfThemAtOnce() {
        registry.ask.resume();
        registry.target.announced(target("other", DiskFormat.QCOW2).with(Retirement.NOT_SERVED));
        registry.target.forget(target("other", DiskFormat.QCOW2).with(Retirement.NOT_SERVED));

        assertThat(registry.query.images()).hasSize(MANY);
        assertThat(registry.database.statements("SELECT * FROM image")).isZero();
    }
}
