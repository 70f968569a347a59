package dev.darkroom.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WholeNamesTest {
    @ParameterizedTest
    @ValueSource(ints = {70, 80, 97, 140})
    void helpIsAsWideAsTheTerminalAndBreaksNoNames(int columns) {
        assertThat(help(String.valueOf(columns)).lines())
                .allMatch(line -> line.length() <= columns)
                .anyMatch(line -> line.length() > columns * 3 / 4)
                .anyMatch(line -> line.contains(" http://127.0.0.1:8080,"))
                .anyMatch(line -> line.contains(" -Ddarkroom.fetch.concurrency=8;"))
                .anyMatch(line -> line.contains(" ~/.local/share/darkroom."));
    }

    @ParameterizedTest
    @CsvSource({"0, 80", "wide, 80", "99999, 80", "'', 80", "10, 60"})
    void whatIsNoWidthIsNotTakenForOne(String columns, int most) {
        assertThat(help(columns)).contains("Usage: darkroom up ");
        assertThat(help(columns).lines()).allMatch(line -> line.length() <= most);
    }

    private static String help(String columns) {
        var out = new ByteArrayOutputStream();
        assertThat(Main.run(new Console(DataStream.to(out), System.err, Map.of("COLUMNS", columns)), "up", "--help"))
                .isZero();
        return out.toString(StandardCharsets.UTF_8);
    }
}
