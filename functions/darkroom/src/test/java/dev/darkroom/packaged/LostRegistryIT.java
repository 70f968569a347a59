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

/** What a start finds after a disk was lost, or after one that could not make the registry's tables. */
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
    void whatWasTakenAwayIsAwayInOneThatBeginsAnew() throws Exception {
        sync(
                "first",
                "aliases: {right: first, mistyped: first}\nwiring: {an_image: right, mistyped_image: mistyped}\n");
        assertThat(ids()).contains("mistyped", "mistyped_image");
        sync("second", "aliases: {mistyped: null}\nwiring: {mistyped_image: null}\n");
        assertThat(ids()).contains("right", "an_image").doesNotContain("mistyped");
        Files.delete(darkroom.data().resolve("registry.mv.db"));

        sync("third");

        assertThat(ids()).contains("third", "right", "an_image").doesNotContain("mistyped");
    }

    @Test
    void oneThatHasTheTablesOfAnotherVersionStays() throws Exception {
        String before = ids();
        database("UPDATE \"flyway_schema_history\" SET \"checksum\" = 1");

        Result up = darkroom.run("up", "--http-port", "0", "--kafka-port", "0");

        assertThat(up.code()).isEqualTo(1);
        assertThat(up.err().lines().toList())
                .contains("darkroom: the registry's tables are those of another version of Darkroom: start that one, or"
                        + " choose another directory with --data")
                .noneMatch(line -> line.contains("Exception"));
        assertThat(ids()).isEqualTo(before);
    }

    /** It was cut, or has failed: here for a table that is in its way. */
    @Test
    void aStartThatCouldNotMakeItsTablesIsMadeAgain() throws Exception {
        database("DELETE FROM \"flyway_schema_history\" WHERE \"version\" IS NOT NULL");
        database("DROP TABLE wiring");
        Result asked = darkroom.run("ids");
        assertThat(asked.code()).isEqualTo(1);
        assertThat(asked.err()).contains("lacks tables: start Darkroom once");
        database("DROP TABLE history");
        database("CREATE TABLE history (id BIGINT)");
        assertThat(darkroom.run("up", "--http-port", "0", "--kafka-port", "0").code())
                .isEqualTo(1);
        database("DROP TABLE history");

        sync("second");

        assertThat(ids()).contains("first", "second");
    }

    private void database(String sql) throws Exception {
        try (Connection connection = DriverManager.getConnection(
                        DataDirectory.at(darkroom.data()).registryUrl());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private void sync(String key) throws Exception {
        sync(key, "");
    }

    private void sync(String key, String more) throws Exception {
        Path catalogue = Files.writeString(
                work.resolve(key + ".yaml"),
                "catalogue: " + key + "\nimages: {" + key + ": {name: a, source_disk_format: raw, source_url: "
                        + origin.url("whole/disk.raw") + "}}\n" + more);
        Result run = darkroom.run("sync", catalogue.toString(), "--to", "dir:" + work.resolve("images"));
        assertThat(run.code()).as(run.err()).isZero();
    }

    private String ids() throws Exception {
        Result run = darkroom.run("ids", "-f", "json");
        assertThat(run.code()).as(run.err()).isZero();
        return run.out();
    }
}
