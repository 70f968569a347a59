package dev.darkroom.registry;

import static dev.darkroom.events.testing.Samples.spec;
import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.events.testing.RecordingLog;
import dev.darkroom.registry.testing.TestRegistry.Catalogue;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EnoughMemoryTest extends RegistryTestCase {
    @Test
    void tooManyImagesForTheHeapAreSaidWithTheWayToGiveMore() {
        registry.admit(Catalogue.of(Map.of("a", spec(), "b", spec())));
        try (var log = new RecordingLog(EnoughMemory.class)) {
            new EnoughMemory(registry.store, 256L << 20).check();
            assertThat(log.heard()).isEmpty();

            new EnoughMemory(registry.store, 10L << 10).check();

            assertThat(log.heard())
                    .singleElement()
                    .satisfies(said -> assertThat(said.getMessage())
                            .isEqualTo(
                                    "registry: 2 images at 1 targets are more than a heap of 10.0 KiB was measured to hold:"
                                            + " give it more, as in DARKROOM_JAVA_OPTS=-Xmx1g ./darkroom up"));
        }
    }

    @Test
    void whatIsAdvisedIsMoreThanThereIs() {
        assertThat(EnoughMemory.more(250L << 20)).contains("-Xmx1g ");
        assertThat(EnoughMemory.more(1L << 30)).contains("-Xmx2g ");
        assertThat(EnoughMemory.more(3L << 30)).contains("-Xmx6g ");
    }
}
