package dev.darkroom.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever stops a Darkroom that is starting hears of no defect. */
class StoppedStartIT {
    @TempDir
    Path work;

    @Test
    void itEndsQuietlyWhereverItIs() throws Exception {
        boolean started = false;
        for (int delay = 750; !started; delay += 750) {
            var darkroom = new Darkroom(work, work.resolve("data-" + delay));
            try (Darkroom.Running up = darkroom.start("up", "--http-port", "0", "--kafka-port", "0")) {
                TimeUnit.MILLISECONDS.sleep(delay);
                started = up.err().contains("stop with Ctrl-C");
                up.process().destroy();
                assertThat(up.process().waitFor(1, TimeUnit.MINUTES)).isTrue();
                assertThat(up.process().exitValue()).as(up.err()).isEqualTo(143);
                assertThat(up.err())
                        .as("after " + delay + " ms")
                        .doesNotContain("ERROR", "Exception", "unforeseen", "did not start", "\tat ");
            }
        }
    }
}
