package dev.darkroom.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.packaged.Darkroom.Result;
import dev.darkroom.serve.data.DataDirectory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a start finds after a disk was lost, or after one that died while it changed the registry's tables. */
class LostRegistryIT {
    @TempDir
    Path work;

    private Darkroom darkroom;
    private Origin origin;

    @BeforeEach
    void sync() throws Exception {
        darkroom = new Darkroom(work);
        origin = new Origin();
        origin.have("disk.raw", Disks.raw(1, 1));
        sync("first");
    }

    @AfterEach
    void stop() throws Exception {
        origin.close();
    }

    @Test
    void oneThatBeginsAnewHearsAllThatKafkaKeeps() throws Exception {
        Files.delete(darkroom.data().resolve("registry.mv.db"));

        sync("second");

        assertThat(ids()).contains("first", "second");
    }

    @Test
    void aMigrationThatWasCutIsTakenBack() throws Exception {
        String before = ids();
        try (Connection connection = DriverManager.getConnection(
                        DataDirectory.at(darkroom.data()).registryUrl());
                Statement statement = connection.createStatement()) {
            statement.execute("BACKUP TO '" + darkroom.data().resolve("registry.before-migration.zip") + "'");
            statement.execute("DROP TABLE alias");
        }

        sync("second");

        assertThat(ids()).contains(before.substring(1, before.indexOf('}')).strip(), "second");
    }

    /** The tables of the version before this one: whoever names a target at the start must not need the new ones. */
    @Test
    void anEarlierRegistryIsBroughtUpToDateByAnyStart() throws Exception {
        String before = ids();
        try (Connection connection = DriverManager.getConnection(
                        DataDirectory.at(darkroom.data()).registryUrl());
                Statement statement = connection.createStatement()) {
            statement.execute("ALTER TABLE image DROP COLUMN withdrawn, correction, unfinished_since");
            statement.execute("ALTER TABLE alias DROP COLUMN event_id");
            statement.execute("ALTER TABLE wiring DROP COLUMN event_id");
            statement.execute("DELETE FROM \"flyway_schema_history\" WHERE \"version\" = '8'");
        }
        Result asked = darkroom.run("ids");
        assertThat(asked.code()).isEqualTo(1);
        assertThat(asked.err()).contains("are those of another version: start Darkroom once");

        sync("second");

        assertThat(ids()).contains(before.substring(1, before.indexOf('}')).strip(), "second");
    }

    @Test
    void noTableIsChangedThatCouldNotBeCopied() throws Exception {
        var full = new Darkroom(work, work.resolve("full"));
        Files.createDirectories(full.data().resolve("registry.before-migration.zip.new"));

        Result up = full.run("up", "--http-port", "0", "--kafka-port", "0");

        assertThat(up.code()).isEqualTo(1);
        assertThat(up.err()).contains("the registry could not be copied before its tables are changed");

        Files.delete(full.data().resolve("registry.before-migration.zip.new"));
        sync(full, "second");
    }

    private void sync(String key) throws Exception {
        sync(darkroom, key);
    }

    private void sync(Darkroom place, String key) throws Exception {
        Path catalogue = Files.writeString(
                work.resolve(key + ".yaml"),
                "catalogue: " + key + "\nimages: {" + key + ": {name: a, source_disk_format: raw, source_url: "
                        + origin.url("whole/disk.raw") + "}}\n");
        Result run = place.run("sync", catalogue.toString(), "--to", "dir:" + work.resolve("images"));
        assertThat(run.code()).as(run.err()).isZero();
    }

    private String ids() throws Exception {
        Result run = darkroom.run("ids", "-f", "json");
        assertThat(run.code()).as(run.err()).isZero();
        return run.out();
    }
}
