package dev.darkroom.registry;

import static dev.darkroom.events.testing.Samples.spec;
import static dev.darkroom.events.testing.Threads.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.events.ImageKey;
import dev.darkroom.events.ImageRequested;
import dev.darkroom.events.testing.NoMemoryToLog;
import dev.darkroom.events.testing.RecordingLog;
import dev.darkroom.registry.store.History;
import dev.darkroom.registry.testing.TestRegistry.Catalogue;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ClerkTest extends RegistryTestCase {
    private static final Duration TICK = Duration.ofMillis(50);

    @Test
    void whatIsAdmittedIsAskedForWithoutWaitingForTheTick() throws InterruptedException {
        try (var clerk = clerk(Duration.ofHours(1))) {
            clerk.start();
            until(() -> clerk.problem().isEmpty());
            registry.admit(Catalogue.of(Map.of("a", spec())));
            until(() -> registry.bus.published(ImageRequested.class).size() == 1);
        }
    }

    @Test
    void whatFallsDueIsAskedForByTheTick() throws InterruptedException {
        registry.admit(Catalogue.of(Map.of("a", spec())));
        registry.round();
        try (var clerk = clerk(TICK)) {
            clerk.start();
            until(() -> clerk.problem().isEmpty());
            registry.clock.turn(Duration.ofHours(1));
            until(() -> registry.bus.published(ImageRequested.class).size() == 2);
        }
    }

    @Test
    void whileTheBusIsAwayItSaysSoAndTriesAgain() throws InterruptedException {
        registry.admit(Catalogue.of(Map.of("a", spec())));
        registry.bus.refuseNext(Integer.MAX_VALUE);
        try (var clerk = clerk(TICK)) {
            var health = new RegistryHealth(registry.store, clerk, registry.until);
            clerk.start();
            until(() -> clerk.problem().orElse("").contains("the bus refuses"));
            assertThat(health.problem()).isPresent();
            registry.bus.refuseNext(0);
            until(() -> clerk.problem().isEmpty());
            assertThat(registry.bus.published(ImageRequested.class)).hasSize(1);
            assertThat(health.problem()).isEmpty();
        }
    }

    @Test
    void aRegistryThatHasStoppedIsNotHealthy() throws InterruptedException {
        var clerk = clerk(TICK);
        assertThat(clerk.problem()).contains("it has not started yet");
        clerk.start();
        until(() -> clerk.problem().isEmpty());
        clerk.close();
        assertThat(clerk.problem()).contains("it has stopped");
    }

    @Test
    void aDatabaseThatCannotBeUsedIsNotHealthy() {
        try (var clerk = clerk(TICK)) {
            registry.database.failNext(new SQLException("no connection", "08001"));
            assertThat(new RegistryHealth(registry.store, clerk, registry.until)
                            .problem()
                            .orElseThrow())
                    .contains("database", "08001");
        }
    }

    static Stream<Throwable> failures() {
        return Stream.of(
                new SQLException("there is no such table", "42S02"),
                new IllegalArgumentException("a defect"),
                new OutOfMemoryError("Java heap space"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void whateverFailsFirstOfAllItSaysSoAndTriesAgain(Throwable failure) throws InterruptedException {
        registry.admit(Catalogue.of(Map.of("a", spec())));
        registry.database.failNext(failure);
        try (var clerk = clerk(TICK)) {
            clerk.start();
            until(() -> clerk.problem().isEmpty());
            assertThat(registry.bus.published(ImageRequested.class)).hasSize(1);
        }
    }

    @ParameterizedTest
    @MethodSource("failures")
    void whateverFailsLaterItSaysSoAndTriesAgain(Throwable failure) throws InterruptedException {
        var seen = ConcurrentHashMap.<String>newKeySet();
        try (var clerk = clerk(Duration.ofMillis(300))) {
            clerk.start();
            until(() -> clerk.problem().isEmpty());
            registry.database.failNext(failure);
            until(() -> clerk.problem().map(seen::add).isPresent());
            until(() -> clerk.problem().isEmpty());
            registry.admit(Catalogue.of(Map.of("a", spec())));
            until(() -> registry.bus.published(ImageRequested.class).size() == 1);
        }
        assertThat(seen).hasSize(1);
    }

    @Test
    void whereMemoryLacksAlsoToSayWhatFailsItTriesAgain() throws InterruptedException {
        registry.admit(Catalogue.of(Map.of("a", spec())));
        registry.database.failNext(new OutOfMemoryError("Java heap space"));
        try (var log = new NoMemoryToLog(Clerk.class);
                var clerk = clerk(TICK)) {
            clerk.start();
            until(() -> clerk.problem().isEmpty());
            assertThat(log.met()).isOne();
            assertThat(registry.bus.published(ImageRequested.class)).hasSize(1);
        }
    }

    @Test
    void whatFailsInTheSameWayAtEachTickIsLoggedOnce() throws InterruptedException {
        for (int i = 0; i < 100; i++) {
            registry.database.failNext(new SQLException("failed at " + i, "42S02"));
        }
        try (var log = new RecordingLog(Clerk.class);
                var clerk = clerk(Duration.ofMillis(1))) {
            clerk.start();
            until(() -> clerk.problem().isEmpty());
            assertThat(log.heard()).hasSize(1);

            registry.database.failNext(new SQLException("again", "42S02"));
            until(() -> log.heard().size() == 2);
        }
    }

    @Test
    void aHistoryThatCannotBeTidiedHoldsUpNothing() throws Exception {
        registry.admit(Catalogue.of(Map.of("a", spec())));
        registry.ask.run();
        registry.database.execute("ALTER TABLE history RENAME TO away");
        try (var log = new RecordingLog(Clerk.class);
                var clerk = clerk(Duration.ofMillis(300))) {
            clerk.start();
            until(() -> !log.heard().isEmpty());
            assertThat(registry.bus.published(ImageRequested.class)).hasSize(1);
            // It is tried again in an hour.
            until(() -> clerk.problem().isEmpty());
        }
    }

    /** As many lines as a busy registry gathers in an hour; one by one in the order of their images they took minutes. */
    @Test
    void ofALongHistoryTheLastLinesAreKept() throws Exception {
        registry.database.execute("INSERT INTO history (happened_at, image_key, what, words)"
                + " SELECT CURRENT_TIMESTAMP, 'key_' || image.n, 'failed', line.n"
                + " FROM SYSTEM_RANGE(1, 205) AS line (n), SYSTEM_RANGE(1, 300) AS image (n)");
        try (var clerk = clerk(TICK)) {
            clerk.start();
            until(() -> clerk.problem().isEmpty());
            assertThat(lines("key_1")).containsExactlyElementsOf(lines("key_300"));
            assertThat(lines("key_1")).hasSize(200).startsWith("6").endsWith("205");
        }
    }

    private List<String> lines(String key) {
        return registry.store.read(tx -> tx.history().of(new ImageKey(key))).stream()
                .map(History.Line::words)
                .toList();
    }

    private Clerk clerk(Duration tick) {
        return new Clerk(registry.ask, registry.publish, registry.memory, registry.store, registry.changes, tick);
    }
}
