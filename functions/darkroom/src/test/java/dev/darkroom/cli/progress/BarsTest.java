package dev.darkroom.cli.progress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.cli.sync.Outcome;
import dev.darkroom.cli.sync.Outcome.State;
import dev.darkroom.events.ImageKey;
import dev.darkroom.serve.progress.Activity;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jline.terminal.Size;
import org.jline.terminal.impl.LineDisciplineTerminal;
import org.junit.jupiter.api.Test;

class BarsTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Test
    void eachActivityHasABarThatFitsAndWhatHappenedStaysAboveThem() throws IOException {
        var terminal = new LineDisciplineTerminal("test", "xterm", bytes, StandardCharsets.UTF_8);
        terminal.setSize(new Size(80, 24));
        var bars = new Bars(terminal, () -> 0);

        bars.show(
                List.of(
                        new Outcome("a", "cloud", State.PENDING, "fetching", null, null, null, null),
                        new Outcome("b", "cloud", State.FAILED, "failed", null, "image-refused", "why", null)),
                List.of(new Activity(new ImageKey("a"), "downloading", 512, 1024)));
        String shown = bytes.toString(StandardCharsets.UTF_8);
        bars.close();

        assertThat(shown)
                .contains("b at cloud: failed, image-refused\r\n")
                .contains("a downloading [#####......] 512 B of 1.0 KiB")
                .contains("0 of 2 ready, 1 pending, 1 failed, after 0:00");
        assertThat(shown.indexOf("image-refused")).isLessThan(shown.indexOf("downloading"));
        assertThat(bytes.toString(StandardCharsets.UTF_8).length())
                .as("the bars are wiped away")
                .isGreaterThan(shown.length());
    }

    @Test
    void afterTheEndNothingIsShown() throws IOException {
        var terminal = new LineDisciplineTerminal("test", "xterm", bytes, StandardCharsets.UTF_8);
        terminal.setSize(new Size(80, 24));
        var bars = new Bars(terminal, () -> 0);
        bars.close();
        int before = bytes.size();

        bars.show(List.of(), List.of());

        assertThat(bytes.size()).isEqualTo(before);
    }
}
