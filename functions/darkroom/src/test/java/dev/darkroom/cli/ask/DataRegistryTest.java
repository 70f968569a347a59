package dev.darkroom.cli.ask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.events.TargetAnnounced;
import dev.darkroom.events.TargetName;
import dev.darkroom.registry.query.QueryException;
import dev.darkroom.registry.store.Changes;
import dev.darkroom.registry.store.Store;
import dev.darkroom.serve.data.DataDirectory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.flywaydb.core.Flyway;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataRegistryTest {
    @TempDir
    Path root;

    private DataDirectory data;

    @BeforeEach
    void aProcessHasBeenHere() throws Exception {
        data = DataDirectory.at(root.resolve("data"));
        data.hold().orElseThrow().close();
        var database = new JdbcDataSource();
        database.setURL(data.registryUrl());
        Flyway.configure().dataSource(database).load().migrate();
        new Store(database, new Changes()).write(tx -> {
            var target = new TargetAnnounced(
                    new TargetName("cloud"), "glance", null, "https://glance", "p", null, null, null);
            tx.targets().save(target, Instant.parse("2026-11-24T01:02:03Z"));
            return null;
        });
    }

    @Test
    void answersWithoutAnyProcess() throws Exception {
        try (Registry registry =
                new FindRegistry(data, null, Deadline.never()).any().orElseThrow()) {
            assertThat(registry.live()).isFalse();
            assertThat(registry.targets().get("cloud").location()).isEqualTo("https://glance");
            assertThat(registry.images()).isEmpty();
            assertThatThrownBy(() -> registry.image("nix")).isInstanceOf(QueryException.class);
        }
    }

    @Test
    void severalMayLookAtTheSameTimeAndWriteNothing() throws Exception {
        byte[] before = Files.readAllBytes(root.resolve("data/registry.mv.db"));
        var database = new JdbcDataSource();
        database.setURL(data.registryUrl() + ";ACCESS_MODE_DATA=r");
        try (var other = database.getConnection();
                Registry registry =
                        new FindRegistry(data, null, Deadline.never()).any().orElseThrow()) {
            assertThat(registry.targets()).hasSize(1);
            assertThat(other.isReadOnly()).isTrue();
        }
        assertThat(Files.readAllBytes(root.resolve("data/registry.mv.db"))).isEqualTo(before);
    }

    @Test
    void oneThatCannotBeReadIsNamedAndTheDirectoryIsFreeAfterwards() throws Exception {
        Files.writeString(data.registryFile(), "garbage");

        assertThatThrownBy(() -> new FindRegistry(data, null, Deadline.never()).any())
                .isInstanceOf(UnansweredException.class)
                .hasMessageStartingWith("the registry " + data.registryFile() + " cannot be read");
        assertThat(data.hold()).isPresent();
    }

    @Test
    void whereNobodyEverWasThereIsNone() throws Exception {
        DataDirectory nowhere = DataDirectory.at(root.resolve("nowhere"));

        assertThat(new FindRegistry(nowhere, null, Deadline.never()).any()).isEmpty();
        assertThat(nowhere.root()).doesNotExist();
    }
}
