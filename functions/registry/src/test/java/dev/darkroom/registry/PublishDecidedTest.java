package dev.darkroom.registry;

import static dev.darkroom.events.testing.Samples.spec;
import static dev.darkroom.registry.testing.Said.target;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.events.Bus;
import dev.darkroom.events.DiskFormat;
import dev.darkroom.events.Event;
import dev.darkroom.events.ImageRequested;
import dev.darkroom.events.testing.RecordingLog;
import dev.darkroom.registry.testing.TestRegistry;
import dev.darkroom.registry.testing.TestRegistry.Catalogue;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PublishDecidedTest {
    @TempDir
    private Path directory;

    @Test
    void whatWasDecidedBeforeACrashIsPublishedByTheNextProcess() {
        try (var crashing = new TestRegistry(directory)) {
            crashing.target.announced(target("cloud", DiskFormat.RAW));
            crashing.admit(Catalogue.of(Map.of("a", spec(), "b", spec())));
            crashing.ask.run();
            // It ends here: committed, but nothing is published.
        }
        try (var next = new TestRegistry(directory)) {
            next.publish.run();
            assertThat(next.bus.published(ImageRequested.class))
                    .extracting(each -> each.key().value())
                    .containsExactly("a", "b");
            next.publish.run();
            assertThat(next.bus.published()).hasSize(2);
        }
    }

    @Test
    void whatTheBusRefusesStaysAndIsPublishedLaterInOrder() {
        try (var registry = new TestRegistry(directory)) {
            registry.target.announced(target("cloud", DiskFormat.RAW));
            registry.admit(Catalogue.of(Map.of("a", spec(), "b", spec())));
            registry.ask.run();
            registry.bus.refuseNext(1);

            assertThatThrownBy(registry.publish::run).isInstanceOf(IllegalStateException.class);
            assertThat(registry.bus.published()).isEmpty();
            registry.publish.run();
            assertThat(registry.bus.published(ImageRequested.class))
                    .extracting(each -> each.key().value())
                    .containsExactly("a", "b");
        }
    }

    @Test
    void whatWasPublishedButNotForgottenIsTheSameEventOnceMore() {
        try (var registry = new TestRegistry(directory)) {
            registry.target.announced(target("cloud", DiskFormat.RAW));
            registry.admit(Catalogue.of(Map.of("a", spec())));
            registry.ask.run();
            var crash = new SQLException("the process ends between publishing and forgetting", "22000");
            Bus crashing = event -> {
                registry.bus.publish(event);
                registry.database.failNext(crash);
            };
            var publish = new PublishDecided(registry.store, crashing);

            assertThatThrownBy(publish::run).hasCause(crash);
            registry.publish.run();

            List<Event> published = registry.bus.published();
            assertThat(published).hasSize(2);
            assertThat(published.get(0).id()).isEqualTo(published.get(1).id());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev.darkroom.image.requested.v9", "dev.darkroom.image.settled.v1"})
    void anEventThatCannotBeReadBackHoldsUpNoneBehindIt(String type) throws SQLException {
        try (var registry = new TestRegistry(directory);
                var logged = new RecordingLog(PublishDecided.class)) {
            registry.database.execute("INSERT INTO outbox (event_type, event_data) VALUES ('" + type
                    + "', '{\"url\": \"?token=s3cret\"}')");
            registry.target.announced(target("cloud", DiskFormat.RAW));
            registry.admit(Catalogue.of(Map.of("a", spec())));
            registry.bus.refuseNext(1);
            assertThatThrownBy(registry::round).isInstanceOf(IllegalStateException.class);
            registry.round();

            assertThat(registry.bus.published(ImageRequested.class)).hasSize(1);
            assertThat(logged.heard())
                    .singleElement()
                    .satisfies(each -> assertThat(each.getMessage())
                            .contains("is not published", type)
                            .doesNotContain("s3cret"));
            assertThat(registry.database.execute("DELETE FROM outbox")).isZero();
        }
    }
}
