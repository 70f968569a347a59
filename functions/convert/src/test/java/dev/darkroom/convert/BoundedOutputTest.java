package dev.darkroom.convert;

import static dev.darkroom.events.testing.Failures.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.events.FailureCode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BoundedOutputTest {

    private static void feed(ProcessRunner.Output output, byte[] bytes, int piece) {
        for (int at = 0; at < bytes.length; at += piece) {
            int length = Math.min(piece, bytes.length - at);
            byte[] buffer = new byte[piece];
            System.arraycopy(bytes, at, buffer, 0, length);
            output.take(buffer, length);
        }
    }

    private static byte[] letters(int count) {
        byte[] letters = new byte[count];
        var random = new Random(count);
        for (int i = 0; i < count; i++) {
            letters[i] = (byte) ('a' + random.nextInt(26));
        }
        return letters;
    }

    @ParameterizedTest
    @CsvSource({
        "0, 10",
        "1, 10",
        "8191, 100",
        "8192, 100",
        "8193, 100",
        "20000, 1",
        "20000, 8192",
        "20000, 8193",
        "20000, 20000"
    })
    void theTailIsTheLastBytes(int count, int piece) {
        byte[] all = letters(count);
        var tail = new Tail();

        feed(tail, all, piece);

        String text = new String(all, StandardCharsets.US_ASCII);
        assertThat(tail.text()).isEqualTo(text.substring(Math.max(0, count - Tail.SIZE)));
    }

    @ParameterizedTest
    @CsvSource({"0, 10", "1048575, 8192", "1048576, 8192", "1048576, 1048576"})
    void theWholeIsAllThatWasWritten(int count, int piece) {
        byte[] all = letters(count);
        var whole = new Whole(FailureCode.IMAGE_REFUSED);

        feed(whole, all, piece);

        assertThat(whole.bytes()).isEqualTo(all);
    }

    @ParameterizedTest
    @CsvSource({"1048577, 8192", "1048577, 1048577", "3000000, 8191"})
    void moreThanTheWholeMayBeEndsTheProgram(int count, int piece) {
        var whole = new Whole(FailureCode.IMAGE_REFUSED);

        assertThat(assertFails(FailureCode.IMAGE_REFUSED, () -> feed(whole, letters(count), piece)))
                .hasMessageContaining("longer than 1048576 bytes");
        assertThat(whole.bytes()).hasSizeLessThanOrEqualTo(Whole.SIZE);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 100})
    void percentagesAreReadHoweverTheyAreCut(int piece) {
        var heard = new ArrayList<Double>();

        feed(
                new Percent(heard::add),
                "    (0.00/100%)\r    (1.25/100%)\r    (50/100%)\r    (100.00/100%)\r\n"
                        .getBytes(StandardCharsets.US_ASCII),
                piece);

        assertThat(heard).isEqualTo(List.of(0.0, 0.0125, 0.5, 1.0));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "50/100%",
                "(/100%)",
                "(./100%)",
                "(1.2.3/100%)",
                "(-5.00/100%)",
                "(5.00",
                "(5 0/100%)",
                "(1e9/100%)",
                "(123456789012/100%)",
                "((",
                "(NaN/100%)",
                "(5.00)"
            })
    void whatIsNoPercentageIsNotHeard(String text) {
        var heard = new ArrayList<Double>();

        new Percent(heard::add).take(text.getBytes(StandardCharsets.US_ASCII), text.length());

        assertThat(heard).isEmpty();
    }

    @Test
    void moreThanAllIsAll() {
        var heard = new ArrayList<Double>();

        new Percent(heard::add).take("(250.00/100%)".getBytes(StandardCharsets.US_ASCII), 13);

        assertThat(heard).containsExactly(1.0);
    }
}
