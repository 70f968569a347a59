package dev.darkroom.registry.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class NewsTest {
    private long now;
    private final News news = new News(() -> now);

    @Test
    void eachKindIsSaidOnceAlsoInTurn() {
        assertThat(news.are("HY000")).isTrue();
        assertThat(news.are("90098")).isTrue();
        assertThat(news.are("HY000")).isFalse();
        assertThat(news.are("90098")).isFalse();
    }

    @Test
    void whatLastsIsSaidAgainEveryHour() {
        assertThat(news.are("HY000")).isTrue();
        now += Duration.ofMinutes(59).toNanos();
        assertThat(news.are("HY000")).isFalse();
        now += Duration.ofMinutes(1).toNanos();
        assertThat(news.are("HY000")).isTrue();
        assertThat(news.are("HY000")).isFalse();
    }

    @Test
    void whatComesAfterItWasOverIsNew() {
        news.are("HY000");
        news.over();

        assertThat(news.are("HY000")).isTrue();
    }

    @Test
    void kindsWithoutEndTakeNoRoomWithoutEnd() {
        for (int i = 0; i < 101; i++) {
            assertThat(news.are("kind " + i)).isTrue();
        }
        assertThat(news.are("kind 0")).as("forgotten").isTrue();
        assertThat(news.are("kind 100")).isFalse();
    }
}
