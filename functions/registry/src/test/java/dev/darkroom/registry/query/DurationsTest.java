package dev.darkroom.registry.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {

    @ParameterizedTest
    @CsvSource({
        "0, PT0S",
        "60, PT60S",
        "60s, PT60S",
        "10m, PT10M",
        "1H, PT1H",
        "PT1M30S, PT1M30S",
        "pt1s, PT1S",
        "999999999, PT999999999S"
    })
    void isReadAsPeopleWriteIt(String text, Duration expected) {
        assertThat(Durations.of("wait", text)).isEqualTo(expected);
    }

    @Test
    void withoutTextItIsNoTimeAtAll() {
        assertThat(Durations.of("wait", null)).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "soon",
                "-1",
                "-1s",
                "PT-1S",
                "1d",
                "1.5h",
                "1h30m",
                "s",
                "10 m",
                "9999999999",
                "1e3",
                "\u0661",
                "1s\n"
            })
    void whatIsNoTimeIsRefusedByTheNameOfItsParameter(String text) {
        assertThatThrownBy(() -> Durations.of("wait", text))
                .isInstanceOf(QueryException.class)
                .hasMessageStartingWith("wait must be a time such as 60s, 10m or 1h but is \"")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n"));
    }
}
