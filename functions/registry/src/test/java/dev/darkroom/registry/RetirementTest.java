package dev.darkroom.registry;

import static dev.darkroom.events.testing.Samples.spec;
import static dev.darkroom.registry.testing.Said.ready;
import static dev.darkroom.registry.testing.Said.target;
import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.events.DiskFormat;
import dev.darkroom.events.ImageSettled;
import dev.darkroom.events.TargetAnnounced;
import dev.darkroom.registry.known.Retirement;
import dev.darkroom.registry.known.Status;
import dev.darkroom.registry.testing.TestRegistry.Catalogue;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RetirementTest extends RegistryTestCase {
    private static final TargetAnnounced OLD = target("old", DiskFormat.RAW);

    @Test
    void noImageWaitsForIt() {
        registry.target.announced(OLD);
        registry.admit(Catalogue.of(Map.of("a", spec())));
        registry.round();
        registry.image.ready(ready("a", "cloud", spec()));
        registry.round();
        assertThat(registry.bus.published(ImageSettled.class)).isEmpty();

        registry.target.announced(OLD.with(Retirement.NOT_SERVED));
        registry.round();

        assertThat(registry.bus.published(ImageSettled.class)).hasSize(1);
        assertThat(registry.standing("a", "old").status()).isEqualTo(Status.FAILED);
    }

    @Test
    void oneThatIsServedAgainHasWhatItHadAndGetsWhatItLacks() {
        registry.target.announced(OLD);
        registry.admit(Catalogue.of(Map.of("a", spec())));
        registry.image.ready(ready("a", "old", spec()));
        registry.target.announced(OLD.with(Retirement.NOT_SERVED));
        registry.admit(Catalogue.of(Map.of("a", spec(), "b", spec())));
        registry.image.ready(ready("a", "cloud", spec()));
        registry.image.ready(ready("b", "cloud", spec()));
        assertThat(asked()).isEmpty();

        registry.target.announced(OLD);

        assertThat(registry.standing("a", "old").status()).isEqualTo(Status.READY);
        assertThat(asked())
                .singleElement()
                .satisfies(request -> assertThat(request.key()).hasToString("b"));
        registry.image.ready(ready("b", "old", spec()));
        assertThat(registry.standing("b", "old").status()).isEqualTo(Status.READY);
    }
}
