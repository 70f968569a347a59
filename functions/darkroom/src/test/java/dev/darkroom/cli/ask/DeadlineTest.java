package dev.darkroom.cli.ask;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class DeadlineTest {
    private static final Duration MOMENT = Duration.ofSeconds(5);

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE);
    private final Deadline deadline = new Deadline(Duration.ofMinutes(1), nanos::get);

    @Test
    void runsFromTheFirstTimeThatItIsBegun() {
        after(Duration.ofHours(1));
        assertThat(deadline.left()).isEqualTo(Duration.ofMinutes(1));

        deadline.begin();
        after(Duration.ofSeconds(20));
        deadline.begin();
        assertThat(deadline.left()).isEqualTo(Duration.ofSeconds(40));
        assertThat(deadline.over()).isFalse();

        after(Duration.ofHours(1));
        assertThat(deadline.left()).isZero();
        assertThat(deadline.over()).isTrue();
    }

    @Test
    void aQuestionTakesNoLongerButAMoment() {
        deadline.begin();
        assertThat(deadline.cut(Duration.ofSeconds(30), MOMENT)).isEqualTo(Duration.ofSeconds(30));

        after(Duration.ofSeconds(40));
        assertThat(deadline.cut(Duration.ofSeconds(30), MOMENT)).isEqualTo(Duration.ofSeconds(20));

        after(Duration.ofSeconds(18));
        assertThat(deadline.cut(Duration.ofSeconds(30), MOMENT)).isEqualTo(MOMENT);

        after(Duration.ofHours(1));
        assertThat(deadline.cut(Duration.ofSeconds(30), MOMENT)).isEqualTo(MOMENT);
    }

    @Test
    void thereIsAlwaysAMomentButNotMoreThanTheWhole() {
        deadline.begin();
        after(Duration.ofSeconds(50));
        assertThat(deadline.left(MOMENT)).isEqualTo(Duration.ofSeconds(10));

        after(Duration.ofHours(1));
        assertThat(deadline.left(MOMENT)).isEqualTo(MOMENT);
        assertThat(deadline.left(Duration.ofHours(1))).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void whoSetsNoneWaitsAsLongAsItTakes() {
        var never = new Deadline(null, nanos::get);
        never.begin();
        after(Duration.ofDays(1000));

        assertThat(never.over()).isFalse();
        assertThat(never.cut(Duration.ofHours(1), MOMENT)).isEqualTo(Duration.ofHours(1));
    }

    private void after(Duration time) {
        nanos.addAndGet(time.toNanos());
    }
}
