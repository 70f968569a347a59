package dev.darkroom.serve.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.events.ByteSize;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompactRegistryTest {
    private static final ByteSize MEBIBYTE = ByteSize.ofMiB(1);

    @TempDir
    Path root;

    private final CompactRegistry compact = new CompactRegistry(MEBIBYTE, MEBIBYTE);

    @Test
    void whatWasReplacedIsGivenBackAndWhatIsThereStays() throws Exception {
        leave(300);
        assertThat(Files.size(file())).isGreaterThan(2 * MEBIBYTE.bytes());

        compact.at(file());

        assertThat(Files.size(file())).isLessThan(MEBIBYTE.bytes());
        try (var left = Files.list(root)) {
            assertThat(left).containsExactly(file());
        }
        assertContent();
    }

    @Test
    void whatIsToBeCopiedIsBoundedHoweverLargeTheFileIs() throws Exception {
        leave(300);
        long size = Files.size(file());

        new CompactRegistry(MEBIBYTE, new ByteSize(10_000)).at(file());

        assertThat(Files.size(file())).isEqualTo(size);
    }

    @Test
    void aFileBehindALinkIsMadeSmallWhereItIs() throws Exception {
        leave(300);
        Path elsewhere = Files.createDirectory(root.resolve("elsewhere")).resolve("ours.mv.db");
        Files.move(file(), elsewhere);
        Files.setPosixFilePermissions(elsewhere, PosixFilePermissions.fromString("rw-------"));
        Files.createSymbolicLink(file(), elsewhere);

        compact.at(file());

        assertThat(file()).isSymbolicLink();
        assertThat(Files.size(elsewhere)).isLessThan(MEBIBYTE.bytes());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(elsewhere)))
                .isEqualTo("rw-------");
        assertContent();
    }

    @Test
    void whatIsInUseIsLeftAlone() throws Exception {
        try (Connection registry = open();
                Statement sql = registry.createStatement()) {
            write(sql, 300);
            long size = Files.size(file());

            compact.at(file());

            assertThat(Files.size(file())).isEqualTo(size);
            assertContent(sql);
        }
    }

    @Test
    void aSmallFileAndNoneAreLeftAlone() throws Exception {
        compact.at(file());
        assertThat(file()).doesNotExist();
        try (Connection registry = open();
                Statement sql = registry.createStatement()) {
            write(sql, 0);
        }
        long size = Files.size(file());

        compact.at(file());

        assertThat(Files.size(file())).isEqualTo(size);
    }

    /** As it is when there is no time to tidy. */
    private void leave(int changes) throws SQLException {
        try (Connection registry = open();
                Statement sql = registry.createStatement()) {
            write(sql, changes);
            sql.execute("SHUTDOWN IMMEDIATELY");
        }
    }

    private static void write(Statement sql, int changes) throws SQLException {
        sql.execute("CREATE TABLE image (id INT PRIMARY KEY, words VARCHAR)");
        sql.execute("INSERT INTO image SELECT \"X\", REPEAT('x', 500) FROM SYSTEM_RANGE(1, 300)");
        for (int i = 1; i <= changes; i++) {
            sql.execute("UPDATE image SET words = 'changed' WHERE id = " + i);
        }
    }

    private void assertContent() throws SQLException {
        try (Connection registry = open();
                Statement sql = registry.createStatement()) {
            assertContent(sql);
        }
    }

    private static void assertContent(Statement sql) throws SQLException {
        try (var changed = sql.executeQuery("SELECT COUNT(*) FROM image WHERE words = 'changed'")) {
            assertThat(changed.next()).isTrue();
            assertThat(changed.getInt(1)).isEqualTo(300);
        }
    }

    private Connection open() throws SQLException {
        var registry = new JdbcDataSource();
        registry.setURL(DataDirectory.at(root).registryUrl());
        return registry.getConnection();
    }

    private Path file() {
        return root.resolve("registry.mv.db");
    }
}
