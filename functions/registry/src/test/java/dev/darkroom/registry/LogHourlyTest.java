package dev.darkroom.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LogHourlyTest {
    private long now;
    private final LogHourly log = new LogHourly(() -> now);

    @Test
    void eachKindIsSaidOnceAlsoInTurn() {
        assertThat(log.due("HY000")).isTrue();
        assertThat(log.due("90098")).isTrue();
        assertThat(log.due("HY000")).isFalse();
        assertThat(log.due("90098")).isFalse();
    }

    @Test
    void whatLastsIsSaidAgainEveryHour() {
        assertThat(log.due("HY000")).isTrue();
        now += Duration.ofMinutes(59).toNanos();
        assertThat(log.due("HY000")).isFalse();
        now += Duration.ofMinutes(1).toNanos();
        assertThat(log.due("HY000")).isTrue();
        assertThat(log.due("HY000")).isFalse();
    }

    @Test
    void whatComesAfterItWasOverIsNew() {
        log.due("HY000");
        log.over();

        assertThat(log.due("HY000")).isTrue();
    }

    @Test
    void kindsWithoutEndTakeNoRoomWithoutEnd() {
        for (int i = 0; i < 101; i++) {
            assertThat(log.due("kind " + i)).isTrue();
        }
        assertThat(log.due("kind 0")).as("forgotten").isTrue();
        assertThat(log.due("kind 100")).isFalse();
    }
}
