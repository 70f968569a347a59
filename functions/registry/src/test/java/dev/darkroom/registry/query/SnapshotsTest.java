package dev.darkroom.registry.query;

import static dev.darkroom.events.testing.Samples.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.registry.RegistryTestCase;
import dev.darkroom.registry.store.StoreException;
import dev.darkroom.registry.testing.TestRegistry.Catalogue;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a reader has read before is not read again, and yet never out of date; see AnyOrderTest for every kind of change. */
class SnapshotsTest extends RegistryTestCase {
    private Snapshots snapshots;

    @BeforeEach
    void read() {
        registry.admit(Catalogue.of(Map.of("a", spec(), "b", spec())));
        snapshots = new Snapshots(registry.store);
        assertThat(snapshots.current().images()).hasSize(2);
    }

    @Test
    void whatHasNotChangedIsTheSameThing() throws SQLException {
        Snapshot before = snapshots.current();
        assertThat(snapshots.current()).isSameAs(before);
        registry.admit(new Catalogue("other", Map.of("c", spec()), Map.of(), Map.of(), List.of()));

        Snapshot after = snapshots.current();

        assertThat(after.images()).hasSize(3);
        after.images().forEach((key, dossier) -> {
            if (before.images().containsKey(key)) {
                assertThat(dossier).as("%s", key).isSameAs(before.images().get(key));
            }
        });
    }

    @Test
    void imagesThatAreDueSoonerAfterAStartAreReadAnew() {
        registry.round();
        snapshots.current();
        registry.ask.resume();

        assertThat(snapshots.current()).isEqualTo(new Snapshots(registry.store).current());
    }

    @Test
    void aDatabaseThatWasPutBackIsReadWhole() throws SQLException {
        write("DELETE FROM image WHERE image_key = 'b'");
        write("UPDATE registry SET change = 0");

        assertThat(snapshots.current().images()).hasSize(1);
    }

    /** H2 shows what it then cannot write, and the number of that is given again. */
    @Test
    void aDatabaseThatWasOpenedAnewIsReadWhole() throws SQLException {
        write("DELETE FROM image WHERE image_key = 'b'");
        registry.database.failNext(new SQLException("it has closed itself", "90098"));
        assertThatThrownBy(() -> snapshots.current()).isInstanceOf(StoreException.class);

        assertThat(snapshots.current().images()).hasSize(1);
        assertThat(snapshots.current()).isSameAs(snapshots.current());
    }

    @Test
    void whatIsReadWholeAndIsAsItWasIsNotKeptTwice() throws SQLException {
        Snapshot before = snapshots.current();
        write("UPDATE registry SET change = 0");

        Snapshot after = snapshots.current();

        assertThat(after).isNotSameAs(before);
        after.images()
                .forEach((key, dossier) -> assertThat(dossier)
                        .as("%s", key)
                        .isSameAs(before.images().get(key)));
    }

    @Test
    void aReaderThatWaitedWhileAnotherReadDoesNotTakeTheNewerForPutBack() throws InterruptedException {
        long before = registry.readings();
        registry.admit(Catalogue.of(Map.of("c", spec())));
        Thread waiting;
        synchronized (snapshots) {
            waiting = Thread.ofPlatform().start(snapshots::current);
            while (waiting.getState() != Thread.State.BLOCKED) {
                Thread.sleep(1);
            }
            registry.admit(Catalogue.of(Map.of("d", spec())));
            assertThat(snapshots.current().images()).hasSize(4);
        }
        waiting.join();

        assertThat(registry.readings()).isEqualTo(before);
    }

    private void write(String statement) throws SQLException {
        assertThat(registry.database.execute(statement)).isPositive();
    }
}
