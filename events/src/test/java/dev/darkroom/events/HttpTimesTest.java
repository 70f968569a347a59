package dev.darkroom.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpTimesTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 | PT0S",
                "120 | PT2M",
                "999999999 | PT999999999S",
                "Thu, 01 Jan 2026 00:01:00 GMT | PT1M",
                "Thu, 1 Jan 2026 00:01:00 GMT | PT1M"
            })
    void retryAfterIsSecondsOrADate(String value, Duration wait) {
        assertThat(HttpTimes.retryAfter(value, NOW)).contains(wait);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "1.5", "soon", "1234567890", "Wed, 31 Dec 2025 23:59:59 GMT"})
    void whatAsksForNoWaitSaysNothing(String value) {
        assertThat(HttpTimes.retryAfter(value, NOW)).isEmpty();
    }
}
