package dev.darkroom.registry;

import static dev.darkroom.events.testing.Samples.spec;
import static dev.darkroom.registry.testing.Said.ready;
import static dev.darkroom.registry.testing.Said.target;
import static dev.darkroom.registry.testing.Specs.hidden;
import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.events.DiskFormat;
import dev.darkroom.events.ImageId;
import dev.darkroom.events.ImageKey;
import dev.darkroom.events.ImageSpec;
import dev.darkroom.events.TargetAnnounced;
import dev.darkroom.events.TargetName;
import dev.darkroom.registry.known.Status;
import dev.darkroom.registry.testing.TestRegistry.Catalogue;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An image that all see and one that is hidden are ready, and it is looked which are there. */
class HiddenImagesTest extends RegistryTestCase {
    private static final TargetAnnounced CLOUD = target("cloud", DiskFormat.RAW);
    private static final ImageId SEEN = ImageId.of(new ImageKey("a"), 0);
    private static final ImageId HIDDEN = ImageId.of(new ImageKey("hidden"), 0);

    private final ImageSpec hidden = hidden(spec());

    @BeforeEach
    void bothAreReady() {
        registry.admit(Catalogue.of(Map.of("a", spec(), "hidden", hidden)));
        asked();
        registry.image.ready(ready("a", "cloud", spec()));
        registry.image.ready(ready("hidden", "cloud", hidden));
    }

    @Test
    void aListOfTheOthersSaysNothingOfThem() {
        registry.target.announced(CLOUD.seeing(List.of(SEEN), null));

        assertThat(asked()).isEmpty();
    }

    @Test
    void oneIsMissedWhereAListOfThemDoesNotShowIt() {
        registry.target.announced(CLOUD.seeing(List.of(SEEN), List.of(HIDDEN)));
        assertThat(asked()).isEmpty();
        assertThat(status("hidden")).isEqualTo(Status.READY);

        registry.target.announced(CLOUD.seeing(List.of(SEEN), List.of()));
        assertThat(asked())
                .singleElement()
                .satisfies(request ->
                        assertThat(request.updates()).containsExactly(Map.entry(new TargetName("cloud"), HIDDEN)));
    }

    /** What somebody hides by hand is shown again, and the other way round. */
    @Test
    void whatIsInTheOtherListIsMissed() {
        registry.target.announced(CLOUD.seeing(List.of(HIDDEN), List.of(SEEN)));

        assertThat(asked()).extracting(each -> each.key().value()).containsExactlyInAnyOrder("a", "hidden");
    }

    /** Nobody may have looked meanwhile whether it is there; it is looked for as soon as that can be wanted. */
    @Test
    void oneThatIsNamedAgainIsLookedFor() {
        registry.admit(Catalogue.of(Map.of("a", spec())));
        registry.target.announced(CLOUD.seeing(List.of(SEEN), null));
        asked();

        registry.admit(Catalogue.of(Map.of("a", spec(), "hidden", hidden)));

        assertThat(asked()).extracting(each -> each.key().value()).containsExactly("hidden");
    }
}
