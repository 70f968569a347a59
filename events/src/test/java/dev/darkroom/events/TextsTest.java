package dev.darkroom.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextsTest {

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "abc, abc",
                "`a, \"b\"`, `a, \"b\"`",
                "\u00e4\u4e2d\ud83d\ude00, \u00e4\u4e2d\ud83d\ude00",
                "`a\nb\r\tc`, a\\u000ab\\u000d\\u0009c",
                "a\u001b[31m, a\\u001b[31m",
                "a\u202eb\u200d\ufeff, a\\u202eb\\u200d\\ufeff",
                "a\ue000, a\\ue000",
                "a\ud800b, a\\ud800b",
                "a\udb40\udc41, a\\ue0041",
                "a\u0085\u2028b\u2029c, a\\u0085\\u2028b\\u2029c",
            })
    void whatWouldChangeTheLineIsEscaped(String text, String shown) {
        assertThat(Texts.clean(text)).isEqualTo(shown);
        assertThat(Texts.quote(text)).isEqualTo('"' + shown + '"');
    }

    @ParameterizedTest
    @CsvSource({
        "PT0S, 0 s",
        "PT0.0004S, 0 s",
        "PT0.3S, 300 ms",
        "PT9.25S, 9250 ms",
        "PT10.25S, 10 s",
        "PT1M30S, 90 s",
        "PT10M, 10 min",
        "PT90M, 90 min",
        "PT2H, 2 h",
        "PT30H, 30 h",
        "PT30H1S, 108001 s",
        "PT-1M, -1 min"
    })
    void spansOfTimeAreShownInTheUnitThatFits(Duration time, String shown) {
        assertThat(Texts.of(time)).isEqualTo(shown);
    }

    @Test
    void isCutAtAWholeCharacter() {
        String emoji = "\ud83d\ude00";

        assertThat(Texts.clean(emoji.repeat(256))).isEqualTo(emoji.repeat(256));
        assertThat(Texts.clean(emoji.repeat(257))).isEqualTo(emoji.repeat(256) + "...");
    }

    @ParameterizedTest
    @CsvSource({
        "abc, 4, abc",
        "abc, 3, abc",
        "abc, 2, ab",
        "a\ud83d\ude00b, 4, a\ud83d\ude00b",
        "a\ud83d\ude00b, 3, a\ud83d\ude00",
        "a\ud83d\ude00b, 2, a",
        "a\ud83db, 2, a\ud83d"
    })
    void noCharacterIsCutInTwo(String text, int most, String cut) {
        assertThat(Texts.cut(text, most)).isEqualTo(cut);
    }

    @Test
    void nullIsAWord() {
        assertThat(Texts.quote(null)).isEqualTo("null");
    }
}
