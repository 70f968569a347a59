package dev.darkroom.fetch.origin;

import static dev.darkroom.events.testing.Failures.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.events.FailureCode;
import dev.darkroom.events.FailureException;
import dev.darkroom.events.SourceUri;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What must have come meanwhile. */
class DeadlineTest {
    private static final SourceUri SOURCE = SourceUri.parse("https://example.org/disk.raw");

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE); // Which a clock of that kind may be at.
    private final Deadline deadline =
            new Deadline(Duration.ofHours(6), Duration.ofMinutes(5), "come back later", nanos::get);

    /** Bytes come evenly. */
    private void comes(Duration time, int each) {
        for (long seconds = 20; seconds <= time.toSeconds(); seconds += 20) {
            pass(Duration.ofSeconds(20));
            deadline.came(SOURCE, each);
        }
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    @Test
    void aByteNowAndThenIsNotEnough() {
        deadline.expect();
        comes(Duration.ofSeconds(299), 1);

        pass(Duration.ofSeconds(20));
        FailureException e = assertFails(FailureCode.ORIGIN_UNAVAILABLE, () -> deadline.came(SOURCE, 1));

        assertThat(e).hasMessageContaining("only 15 B within 5 min");
    }

    @Test
    void aSlowLineIsEnoughForAsLongAsThereIs() {
        deadline.expect();

        comes(Duration.ofHours(6), 20 * 1024);
    }

    @Test
    void whoWasFastBeforeIsJudgedByWhatComesNow() {
        deadline.expect();
        comes(Duration.ofMinutes(5), 1_000_000_000);

        assertFails(FailureCode.ORIGIN_UNAVAILABLE, () -> comes(Duration.ofMinutes(5), 20 * 1024 - 1));
    }

    @Test
    void whatWasBeforeAndWhatIsWaitedForDoesNotCount() {
        pass(Duration.ofHours(1));
        deadline.expect();
        deadline.pausedFor(() -> pass(Duration.ofHours(1)));
        pass(Duration.ofHours(1));
        deadline.rested(Duration.ofHours(1));

        comes(Duration.ofMinutes(4), 1);
    }
}
