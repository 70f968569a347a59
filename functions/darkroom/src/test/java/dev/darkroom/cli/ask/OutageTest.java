package dev.darkroom.cli.ask;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class OutageTest {
    private static final UnansweredException GONE = UnansweredException.retryable("nobody answers", null);

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE);
    private final Outage outage = new Outage(Duration.ofMinutes(1), nanos::get);

    @Test
    void isPutUpWithForAMinute() {
        outage.endure(GONE);
        after(Duration.ofSeconds(60));
        outage.endure(GONE);
        after(Duration.ofSeconds(1));

        assertThatThrownBy(() -> outage.endure(GONE)).isSameAs(GONE);
    }

    @Test
    void beginsAnewAfterAnAnswer() {
        outage.endure(GONE);
        after(Duration.ofHours(1));
        outage.over();

        assertThatCode(() -> outage.endure(GONE)).doesNotThrowAnyException();
    }

    @Test
    void whoIsImpatientDoesNotWaitAndItsAnswersCount() {
        outage.endure(GONE);
        Outage impatient = outage.impatient();
        impatient.endure(GONE);
        after(Duration.ofMillis(1));
        assertThatThrownBy(() -> impatient.endure(GONE)).isSameAs(GONE);

        after(Duration.ofHours(1));
        impatient.over();

        assertThatCode(() -> outage.endure(GONE)).doesNotThrowAnyException();
    }

    @Test
    void aRefusalIsNone() {
        var refused = UnansweredException.coded("token-unknown", "who are you", false);

        assertThatThrownBy(() -> outage.endure(refused)).isSameAs(refused);
    }

    private void after(Duration time) {
        nanos.addAndGet(time.toNanos());
    }
}
