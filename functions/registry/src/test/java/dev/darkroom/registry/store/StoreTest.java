package dev.darkroom.registry.store;

import static dev.darkroom.events.testing.Threads.OWN_THREAD;
import static dev.darkroom.registry.testing.Said.target;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.events.DiskFormat;
import dev.darkroom.events.TargetName;
import dev.darkroom.events.testing.Listening;
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
    private final AtomicInteger tries = new AtomicInteger();

    @ParameterizedTest
    @ValueSource(
            strings = {"08001", "40001", "40P01", "53300", "55P03", "57P01", "HY000", "90028", "90031", "90098", "90121"
            })
    void whatPassesIsTriedAgainUntilItIsDone(String state) {
        registry.database.failNext(new SQLException("not now", state));

        write("other");

        assertThat(targets()).isEqualTo(2);
        assertThat(tries).hasValue(1);
    }

    @Test
    void workIsDoneAfreshAndHasItsEffectOnce() {
        registry.store.write(tx -> {
            tx.targets().save(target("other", DiskFormat.RAW), TurnedClock.START);
            if (tries.incrementAndGet() < 3) {
                throw new StoreException(new SQLException("serialization failure", "40001"));
            }
            return null;
        });

        assertThat(tries).hasValue(3);
        assertThat(targets()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"42P01", "23505", "28000", "22001", "4"})
    void whatDoesNotPassIsSaidAtOnce(String state) {
        registry.database.failNext(new SQLException("never", state));

        assertThatThrownBy(() -> write("other"))
                .isInstanceOf(StoreException.class)
                .hasMessage("the registry's database failed (SQLSTATE " + state + ")");
        assertThat(tries).hasValue(0);
        assertThat(targets()).isEqualTo(1);
    }

    @Test
    void whatTheDiskSaysIsSaidAndTheSameOnce() {
        try (var log = new Listening(Store.class)) {
            for (int i = 0; i < 3; i++) {
                var disk = new IOException("No space left on device");
                registry.database.failNext(
                        new SQLException("writing at " + i, "HY000", new IllegalStateException(disk)));
            }
            write("other");

            assertThat(log.heard()).hasSize(1);
        }
        registry.database.failNext(new SQLException("s3cret", "42P01", new IOException("No space left on device")));
        assertThatThrownBy(() -> write("third"))
                .hasMessage("the registry's database failed (SQLSTATE 42P01): No space left on device");
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
    void aPoolThatHasNoConnectionMayHaveOneLater() {
        registry.database.failNext(new SQLException("Sorry, acquisition timeout!"));

        write("other");

        assertThat(targets()).isEqualTo(2);
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
    void aStoppedThreadDoesNotTryAgain() {
        registry.database.failNext(new SQLException("not now", "08001"));
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> write("other"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("stopped while the registry's database could not be used");
        assertThat(Thread.interrupted()).isTrue();
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
            tries.incrementAndGet();
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
