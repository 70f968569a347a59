package dev.darkroom.registry.store;

import static dev.darkroom.registry.testing.Said.target;
import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.events.DiskFormat;
import dev.darkroom.events.testing.TurnedClock;
import dev.darkroom.registry.testing.Database;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.flywaydb.core.Flyway;
import org.h2.jdbcx.JdbcConnectionPool;
import org.h2.store.fs.FileBaseDefault;
import org.h2.store.fs.FilePath;
import org.h2.store.fs.FilePathWrapper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a power cut would take: bytes that were written, and not forced. */
class OnDiskTest {
    private static final AtomicLong UNFORCED = new AtomicLong();
    private static final AtomicLong FORCED = new AtomicLong();

    @TempDir
    private Path directory;

    private JdbcConnectionPool pool;
    private Store store;

    /** A file system that knows what of its files is not on the disk yet. */
    public static final class Watched extends FilePathWrapper {
        @Override
        public String getScheme() {
            return "watched";
        }

        @Override
        public FileChannel open(String mode) throws IOException {
            return new WatchedFile(getBase().open(mode));
        }
    }

    private static final class WatchedFile extends FileBaseDefault {
        private final FileChannel file;

        WatchedFile(FileChannel file) {
            this.file = file;
        }

        @Override
        public int read(ByteBuffer into, long position) throws IOException {
            return file.read(into, position);
        }

        @Override
        public int write(ByteBuffer from, long position) throws IOException {
            int written = file.write(from, position);
            UNFORCED.addAndGet(written);
            return written;
        }

        @Override
        public long size() throws IOException {
            return file.size();
        }

        @Override
        public void force(boolean metadata) throws IOException {
            file.force(metadata);
            UNFORCED.set(0);
            FORCED.incrementAndGet();
        }

        @Override
        public FileLock tryLock(long position, long size, boolean shared) throws IOException {
            return file.tryLock(position, size, shared);
        }

        @Override
        protected void implTruncate(long size) throws IOException {
            file.truncate(size);
        }

        @Override
        protected void implCloseChannel() throws IOException {
            file.close();
        }
    }

    @BeforeEach
    void open() {
        FilePath.register(new Watched());
        pool = JdbcConnectionPool.create(Database.url(directory).replace("h2:file:", "h2:watched:"), "", "");
        Flyway.configure().dataSource(pool).locations("db/migration").load().migrate();
        store = new Store(pool, new Changes());
    }

    @AfterEach
    void close() {
        pool.dispose();
        FilePath.unregister(new Watched());
    }

    @Test
    void whatIsWrittenIsOnTheDiskWhenTheStoreReturns() {
        for (String name : new String[] {"one", "two", "three"}) {
            store.write(tx -> {
                tx.targets().save(target(name, DiskFormat.RAW), TurnedClock.START);
                return null;
            });
            assertThat(UNFORCED).as(name).hasValue(0);
        }
    }

    @Test
    void whatWritesNothingWaitsForNoDisk() {
        store.write(tx -> {
            tx.targets().save(target("one", DiskFormat.RAW), TurnedClock.START);
            return null;
        });
        long before = FORCED.get();

        store.write(tx -> tx.targets().all());

        assertThat(FORCED).hasValue(before);
    }
}
