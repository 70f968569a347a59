package dev.darkroom.registry.store;

import static dev.darkroom.events.testing.Threads.OWN_THREAD;
import static dev.darkroom.registry.testing.Said.target;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.events.DiskFormat;
import dev.darkroom.events.TargetName;
import dev.darkroom.events.testing.TurnedClock;
import dev.darkroom.registry.RegistryTestCase;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoreTest extends RegistryTestCase {
    @ParameterizedTest
    @ValueSource(strings = {"08001", "42P01", "23505", "HY000", "90121", "4"})
    void whoeverWritesHearsThatItHasFailed(String state) {
        registry.database.failNext(new SQLException("s3cret", state));

        assertThatThrownBy(() -> write("other"))
                .isInstanceOf(StoreException.class)
                .hasMessage("the registry's database failed (SQLSTATE " + state + ")");
        assertThat(targets()).isEqualTo(1);
    }

    @Test
    void whatTheDiskSaysIsSaid() {
        var disk = new IllegalStateException(new IOException("No space left on device"));
        registry.database.failNext(new SQLException("s3cret", "HY000", disk));

        assertThatThrownBy(() -> write("other"))
                .hasMessage("the registry's database failed (SQLSTATE HY000): No space left on device");
    }

    /** What H2 says next is that the file is open: by itself, in vain. */
    @Test
    void aDamagedFileIsSaidUntilSomethingSucceeds() {
        registry.database.failNext(new SQLException("File corrupted", "90030"));
        registry.database.failNext(new SQLException("Database may be already in use", "90020"));
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(registry.store::change).hasMessageContaining("its file is damaged. Stop Darkroom");
        }
        registry.store.change();
        registry.database.failNext(new SQLException("Database may be already in use", "90020"));
        assertThatThrownBy(registry.store::change).hasMessageEndingWith("(SQLSTATE 90020)");
    }

    @Test
    void connectionsOfADatabaseThatHasClosedItselfAreClosedOnce() {
        var closed = new AtomicInteger();
        var store = new Store(registry.database.source(), registry.changes, closed::incrementAndGet);
        registry.database.failNext(new SQLException("closed", "90098"));
        assertThatThrownBy(store::change).isInstanceOf(StoreException.class);
        registry.database.failNext(new SQLException("busy", "57P03"));
        assertThatThrownBy(store::change).isInstanceOf(StoreException.class);

        assertThat(store.change()).isEqualTo(registry.store.change());
        assertThat(closed).hasValue(1);
    }

    /** What the second one closed would be the connections that were opened after the first. */
    @Test
    void thoseWhoFindItClosedTogetherCloseItsConnectionsOnce() {
        var closed = new AtomicInteger();
        var store = new Store(registry.database.source(), registry.changes, closed::incrementAndGet);
        var bothInside = new CountDownLatch(2);
        Function<Tx, Integer> meeting = tx -> {
            bothInside.countDown();
            try {
                bothInside.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            throw new StoreException(new SQLException("closed", "90098"));
        };
        var other = CompletableFuture.supplyAsync(() -> store.read(meeting), OWN_THREAD);
        assertThatThrownBy(() -> store.read(meeting)).isInstanceOf(StoreException.class);
        assertThatThrownBy(other::join).hasCauseInstanceOf(StoreException.class);

        assertThat(closed).hasValue(1);
    }

    @Test
    void workThatFailsLeavesNothingBehindAndWakesNobody() {
        long change = registry.store.change();
        long seen = registry.changes.count();

        assertThatThrownBy(() -> registry.store.write(tx -> {
                    tx.targets().save(target("other", DiskFormat.RAW), TurnedClock.START);
                    tx.say(target("other", DiskFormat.RAW));
                    throw new IllegalArgumentException("a defect");
                }))
                .hasMessage("a defect");

        assertThat(targets()).isEqualTo(1);
        assertThat(said()).isEmpty();
        assertThat(registry.store.change()).isEqualTo(change);
        assertThat(registry.changes.count()).isEqualTo(seen);
    }

    @Test
    void workThatWritesNothingIsNoChange() {
        long change = registry.store.change();
        long seen = registry.changes.count();

        registry.store.write(tx -> tx.targets().find(new TargetName("cloud")));

        assertThat(registry.store.change()).isEqualTo(change);
        assertThat(registry.changes.count()).isEqualTo(seen);
    }

    @Test
    void whatIsOnlySaidIsCommittedButChangesNoAnswer() {
        long change = registry.store.change();
        long seen = registry.changes.count();

        registry.store.write(tx -> {
            tx.say(target("other", DiskFormat.RAW));
            return null;
        });

        assertThat(said()).hasSize(1);
        assertThat(registry.store.change()).isEqualTo(change);
        assertThat(registry.changes.count()).isGreaterThan(seen);
    }

    @Test
    void aReaderSeesOneMoment() {
        int seen = registry.store.read(tx -> {
            int before = tx.targets().all().size();
            Thread writer = Thread.ofPlatform().start(() -> write("other"));
            try {
                writer.join();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            assertThat(tx.targets().all()).hasSize(before);
            return before;
        });

        assertThat(seen).isEqualTo(1);
        assertThat(targets()).isEqualTo(2);
    }

    private void write(String name) {
        registry.store.write(tx -> {
            tx.targets().save(target(name, DiskFormat.RAW), TurnedClock.START);
            return null;
        });
    }

    private List<Outbox.Waiting> said() {
        return registry.store.read(tx -> tx.outbox().oldest(10));
    }

    private int targets() {
        return registry.store.read(tx -> tx.targets().all().size());
    }
}
