package dev.darkroom.registry;

import static dev.darkroom.registry.testing.Happened.ready;
import static dev.darkroom.registry.testing.Happened.spec;
import static dev.darkroom.registry.testing.Happened.target;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.events.DiskFormat;
import dev.darkroom.events.ImageSettled;
import dev.darkroom.events.TargetAnnounced;
import dev.darkroom.events.TargetName;
import dev.darkroom.registry.known.Retirement;
import dev.darkroom.registry.known.Status;
import dev.darkroom.registry.query.QueryException;
import dev.darkroom.registry.query.Refusal;
import dev.darkroom.registry.testing.TestRegistry.Catalogue;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RetireTargetTest extends RegistryTestCase {
    private static final TargetName OLD = new TargetName("old");

    @Test
    void noImageWaitsForIt() {
        registry.target.announced(target("old", DiskFormat.RAW));
        registry.admit(Catalogue.of(Map.of("a", spec())));
        registry.round();
        registry.image.ready(ready("a", "cloud", spec()));
        registry.round();
        assertThat(registry.bus.published(ImageSettled.class)).isEmpty();

        registry.retire.retire(OLD);
        registry.round();

        assertThat(registry.bus.published(ImageSettled.class)).hasSize(1);
        assertThat(registry.standing("a", "old").status()).isEqualTo(Status.FAILED);
        assertThat(registry.bus.published(TargetAnnounced.class))
                .singleElement()
                .satisfies(said -> assertThat(said.problem()).isEqualTo(Retirement.NOT_SERVED));
    }

    @Test
    void whoeverServesItAllTheSameIsHeard() {
        registry.target.announced(target("old", DiskFormat.RAW));
        registry.retire.retire(OLD);
        registry.admit(Catalogue.of(Map.of("a", spec())));
        registry.image.ready(ready("a", "cloud", spec()));

        registry.target.announced(target("old", DiskFormat.RAW));

        assertThat(asked()).hasSize(1);
    }

    @Test
    void whatThisProcessPublishesToStays() {
        registry.target.announced(target("old", DiskFormat.RAW));
        registry.served.add(OLD);

        assertThatThrownBy(() -> registry.retire.retire(OLD))
                .isInstanceOfSatisfying(
                        QueryException.class, e -> assertThat(e.refusal()).isEqualTo(Refusal.TARGET_SERVED))
                .hasMessageContaining("this process publishes to old: start it again without that target");

        assertThat(registry.bus.published(TargetAnnounced.class)).isEmpty();
        assertThat(registry.query.target("old").problem()).isNull();
    }

    @Test
    void whatKafkaHasNotTakenIsSaidAgain() {
        registry.target.announced(target("old", DiskFormat.RAW));
        registry.bus.refuseNext(1);
        assertThatThrownBy(() -> registry.retire.retire(OLD)).isInstanceOf(IllegalStateException.class);

        registry.retire.retire(OLD);
        registry.retire.retire(new TargetName("nix"));

        assertThat(registry.bus.published(TargetAnnounced.class)).hasSize(1);
    }
}
