package dev.darkroom.registry.known;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BackOffTest {

    /** What begins with the name of a setting stops the start as a wrong setting does. */
    @Test
    void aCapBelowTheBeginningIsSaidWithTheNamesOfItsSettings() {
        assertThatThrownBy(() -> new BackOff(Duration.ofSeconds(2), Duration.ofSeconds(1), Duration.ofHours(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("darkroom.registry.retry-cap must be at least retry-initial (2 s) but is 1 s");
    }
}
