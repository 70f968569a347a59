package dev.darkroom.registry.store;

import static dev.darkroom.events.testing.Threads.OWN_THREAD;
import static dev.darkroom.registry.testing.Said.target;
import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.events.DiskFormat;
import dev.darkroom.events.testing.TurnedClock;
import dev.darkroom.registry.testing.Database;
import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** H2 closes its file where it could not write; the pool's connections are of no use from then on. */
class ClosedDatabaseTest {
    private static final int AT_ONCE = 6;

    @TempDir
    private Path directory;

    private AgroalDataSource pool;
    private Store store;

    @BeforeEach
    void open() throws Exception {
        new Database(directory).close();
        pool = AgroalDataSource.from(new AgroalDataSourceConfigurationSupplier()
                .connectionPoolConfiguration(settings -> settings.maxSize(8)
                        .acquisitionTimeout(Duration.ofSeconds(5))
                        .connectionFactoryConfiguration(connection -> connection.jdbcUrl(Database.url(directory)))));
        store = new Store(pool, new Changes(), () -> pool.flush(AgroalDataSource.FlushMode.ALL));
    }

    @AfterEach
    void close() {
        pool.close();
    }

    @Test
    void manyWhoWriteFindItOpenedAnew() throws Exception {
        write("before");
        try (Connection connection = pool.getConnection();
                var statement = connection.createStatement()) {
            statement.execute("SHUTDOWN IMMEDIATELY");
        }

        List<CompletableFuture<Void>> writing = new ArrayList<>();
        for (int i = 0; i < AT_ONCE; i++) {
            String name = "after-" + i;
            writing.add(CompletableFuture.runAsync(() -> writeInTheEnd(name), OWN_THREAD));
        }

        assertThat(writing).allSatisfy(each -> assertThat(each).succeedsWithin(Duration.ofSeconds(30)));
        assertThat(store.<Integer>read(tx -> tx.targets().all().size())).isEqualTo(AT_ONCE + 1);
    }

    /** Whoever writes tries again. */
    private void writeInTheEnd(String name) {
        while (true) {
            try {
                write(name);
                return;
            } catch (StoreException e) {
                LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
            }
        }
    }

    private void write(String name) {
        store.write(tx -> {
            tx.targets().save(target(name, DiskFormat.RAW), TurnedClock.START);
            return null;
        });
    }
}
