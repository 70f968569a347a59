package dev.darkroom.registry;

import static dev.darkroom.events.testing.Samples.spec;
import static dev.darkroom.registry.testing.Said.broken;
import static dev.darkroom.registry.testing.Said.failed;
import static dev.darkroom.registry.testing.Said.failedAt;
import static dev.darkroom.registry.testing.Said.fetched;
import static dev.darkroom.registry.testing.Said.ready;
import static dev.darkroom.registry.testing.Said.target;
import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.events.DiskFormat;
import dev.darkroom.events.FailureCode;
import dev.darkroom.events.ImageKey;
import dev.darkroom.events.ImageRequested;
import dev.darkroom.events.ImageSettled;
import dev.darkroom.events.TargetAnnounced;
import dev.darkroom.events.TargetName;
import dev.darkroom.registry.testing.TestRegistry.Catalogue;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An image rests where all that it lacks is a target that cannot be used for now. */
class RestingTest extends RegistryTestCase {
    private static final TargetName CLOUD = new TargetName("cloud");
    private static final TargetName OTHER = new TargetName("other");
    private static final TargetAnnounced USABLE = target("other", DiskFormat.RAW);
    private static final TargetAnnounced DOWN = broken(USABLE, FailureCode.TARGET_UNAVAILABLE);

    @BeforeEach
    void askForAtBoth() {
        registry.target.announced(USABLE);
        registry.admit(Catalogue.of(Map.of("a", spec())));
        registry.round();
        registry.image.fetched(fetched("a", spec(), 0, DiskFormat.RAW));
    }

    @Test
    void whatAllOthersHaveRests() {
        registry.target.announced(DOWN);
        assertThat(settled()).as("one that can be used lacks it").isEmpty();

        registry.image.ready(ready("a", "cloud", spec()));

        assertThat(settled()).containsExactly(resting(List.of(CLOUD), List.of(), List.of(OTHER)));
        assertThat(asked()).isEmpty();
    }

    @Test
    void theTargetMayFailAtLast() {
        registry.image.ready(ready("a", "cloud", spec()));
        registry.image.failed(failedAt("a", "other", FailureCode.TARGET_UNAVAILABLE, 0));
        assertThat(settled()).as("it is tried again there").isEmpty();

        registry.target.announced(DOWN);

        assertThat(settled()).containsExactly(resting(List.of(CLOUD), List.of(), List.of(OTHER)));
    }

    @Test
    void whatNobodyCanHaveNowRests() {
        registry.target.announced(DOWN);
        registry.target.announced(broken(target("cloud", DiskFormat.RAW), FailureCode.TARGET_UNAVAILABLE));

        assertThat(settled()).containsExactly(resting(List.of(), List.of(), List.of(CLOUD, OTHER)));
    }

    @Test
    void whoWorksOnItAllTheSameIsToldAgainThatItRests() {
        registry.image.ready(ready("a", "cloud", spec()));
        registry.target.announced(DOWN);
        settled();

        registry.image.failed(failed("a", FailureCode.NO_SPACE, 0));

        assertThat(settled()).containsExactly(resting(List.of(CLOUD), List.of(), List.of(OTHER)));
    }

    @Test
    void itIsAskedForWhenTheTargetIsBackAndSettledWhenThatHasIt() {
        registry.image.ready(ready("a", "cloud", spec()));
        registry.target.announced(DOWN);
        registry.round();

        registry.target.announced(USABLE);

        assertThat(asked()).singleElement().extracting(ImageRequested::attempt).isEqualTo(1);
        assertThat(settled()).isEmpty();
        registry.image.ready(ready("a", "other", spec()));
        assertThat(settled()).containsExactly(settled(List.of(CLOUD, OTHER), List.of(), List.of(), 1));
    }

    /** The settled ones of this round. */
    private List<ImageSettled> settled() {
        registry.bus.clear();
        registry.publish.run();
        return registry.bus.published(ImageSettled.class);
    }

    private ImageSettled resting(List<TargetName> ready, List<TargetName> failed, List<TargetName> waiting) {
        return settled(ready, failed, waiting, 0);
    }

    private ImageSettled settled(
            List<TargetName> ready, List<TargetName> failed, List<TargetName> waiting, int attempt) {
        return new ImageSettled(new ImageKey("a"), ready, failed, waiting, attempt, event("a"));
    }
}
