package dev.darkroom.cli.progress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.events.ImageKey;
import dev.darkroom.serve.progress.Activity;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SpeedsTest {
    private final AtomicLong nanos = new AtomicLong();
    private final Speeds speeds = new Speeds(nanos::get);

    @Test
    void onlyTheLastSecondsCount() {
        for (int second = 0; second <= 20; second++) {
            look(second, second < 10 ? second * 1000L : 10_000 + (second - 10) * 100L);
        }

        assertThat(speeds.of(at(0))).hasValue(100);
    }

    /** Most of a sparse disk is not read at all. */
    @Test
    void oneMayBeVeryHigh() {
        look(0, 0);
        look(4, 40L << 30);

        assertThat(speeds.of(at(40L << 30))).hasValue(10L << 30);
    }

    @Test
    void atFirstThereIsNone() {
        look(0, 500);

        assertThat(speeds.of(at(500))).isEmpty();
    }

    @Test
    void whatBeginsAnewHasNoNegativeSpeed() {
        look(0, 5000);
        look(1, 0);
        look(2, 300);

        assertThat(speeds.of(at(300))).hasValue(300);
    }

    private void look(int second, long done) {
        nanos.set(Duration.ofSeconds(second).toNanos());
        speeds.look(List.of(at(done)));
    }

    private static Activity at(long done) {
        return new Activity(new ImageKey("a"), "downloading", done, -1);
    }
}
