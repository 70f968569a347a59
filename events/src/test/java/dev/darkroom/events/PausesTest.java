package dev.darkroom.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PausesTest {
    private final Pauses pauses = new Pauses(Duration.ofMillis(2), Duration.ofMillis(7));
    private final List<Duration> waited = new ArrayList<>();

    @Test
    void theyGrowUpToTheLongest() throws InterruptedException {
        pauses.until(pause -> !waited.add(pause) || waited.size() == 4);

        assertThat(waited)
                .isEqualTo(Stream.of(2, 4, 7, 7).map(Duration::ofMillis).toList());
    }

    @Test
    void whoIsInterruptedDoesNotWait() {
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> new Pauses(Duration.ofDays(1), Duration.ofDays(1)).until(pause -> false))
                .isInstanceOf(InterruptedException.class);
    }
}
