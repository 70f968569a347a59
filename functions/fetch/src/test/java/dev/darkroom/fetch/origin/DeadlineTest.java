package dev.darkroom.fetch.origin;

import static dev.darkroom.events.testing.Failures.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.events.FailureCode;
import dev.darkroom.events.FailureException;
import dev.darkroom.events.SourceUri;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What must have come meanwhile. */
class DeadlineTest {
    private static final SourceUri SOURCE = SourceUri.parse("https://example.org/disk.raw");
    private static final Duration EACH = Duration.ofSeconds(20);

    private final Deadline deadline = Deadline.in(Duration.ofHours(6), Duration.ofMinutes(5), "come back later");

    /** Bytes come evenly. */
    private void comes(Duration time, int each) {
        for (long seconds = EACH.toSeconds(); seconds <= time.toSeconds(); seconds += EACH.toSeconds()) {
            deadline.came(SOURCE, each, EACH.toNanos());
        }
    }

    @Test
    void aByteNowAndThenIsNotEnough() {
        comes(Duration.ofSeconds(299), 1);

        FailureException e =
                assertFails(FailureCode.ORIGIN_UNAVAILABLE, () -> deadline.came(SOURCE, 1, EACH.toNanos()));

        assertThat(e).hasMessageContaining("only 15 B within 5 min");
    }

    @Test
    void aSlowLineIsEnoughForAsLongAsThereIs() {
        comes(Duration.ofHours(6), 20 * 1024);
    }

    @Test
    void whoWasFastBeforeIsJudgedByWhatComesNow() {
        comes(Duration.ofMinutes(5), 1_000_000_000);

        assertFails(FailureCode.ORIGIN_UNAVAILABLE, () -> comes(Duration.ofMinutes(5), 20 * 1024 - 1));
    }
}
