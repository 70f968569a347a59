package dev.darkroom.registry.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RateTest {
    private final AtomicLong now = new AtomicLong(Duration.ofDays(1).toNanos());
    private final Rate rate = new Rate(10, now::get);

    @Test
    void asManyAtOnceAsInASecondAndThenNoMore() {
        assertThat(admitted("ci", 11)).isEqualTo(10);
        assertThat(rate.seconds("ci")).isEqualTo(1);
    }

    @Test
    void whatMayBeAskedComesBackWithTime() {
        admitted("ci", 20);
        pass(Duration.ofMillis(100));

        assertThat(admitted("ci", 5)).isEqualTo(1);
        pass(Duration.ofHours(1));
        assertThat(admitted("ci", 20)).isEqualTo(10);
    }

    @Test
    void whoAsksEvenlyIsNeverTurnedAway() {
        for (int second = 0; second < 100; second++) {
            pass(Duration.ofMillis(100));
            assertThat(rate.seconds("ci")).isZero();
        }
    }

    @Test
    void oneCallerTakesNothingFromAnother() {
        admitted("greedy", 100);

        assertThat(rate.seconds("modest")).isZero();
    }

    @Test
    void whatIsGivenBackDoesNotCount() {
        admitted("ci", 10);
        rate.giveBack("ci");

        assertThat(admitted("ci", 5)).isEqualTo(1);
        rate.giveBack("nobody");
        assertThat(admitted("nobody", 20)).isEqualTo(10);
    }

    @Test
    void nobodyCouldAskAtARateOfNone() {
        assertThatThrownBy(() -> new Rate(0, now::get)).hasMessageContaining("darkroom.http.rate must be at least 1");
    }

    private long admitted(String caller, int requests) {
        return IntStream.range(0, requests)
                .filter(each -> rate.seconds(caller) == 0)
                .count();
    }

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }
}
