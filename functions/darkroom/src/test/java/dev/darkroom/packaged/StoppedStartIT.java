package dev.darkroom.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever stops a Darkroom that is starting hears of no defect. */
class StoppedStartIT {
    private static final int PARTS = 7;

    @TempDir
    Path work;

    @Test
    void itEndsQuietlyWhereverItIs() throws Exception {
        long start;
        try (Darkroom.Running up = start("whole")) {
            long began = System.nanoTime();
            up.awaitSaid("stop with Ctrl-C");
            start = System.nanoTime() - began;
            assertEndsQuietly(up);
        }
        for (int part = 1; part < PARTS; part++) {
            try (Darkroom.Running up = start("part-" + part)) {
                TimeUnit.NANOSECONDS.sleep(start * part / PARTS);
                assertEndsQuietly(up);
            }
        }
    }

    private Darkroom.Running start(String data) throws IOException {
        return new Darkroom(work, work.resolve(data)).start("up", "--http-port", "0", "--kafka-port", "0");
    }

    private static void assertEndsQuietly(Darkroom.Running up) throws Exception {
        up.process().destroy();
        assertThat(up.process().waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(up.process().exitValue()).as(up.err()).isEqualTo(143);
        assertThat(up.err()).doesNotContain("ERROR", "Exception", "unforeseen", "did not start", "\tat ");
    }
}
