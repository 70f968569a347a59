package dev.darkroom.cli.progress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.cli.sync.Outcome;
import dev.darkroom.cli.sync.Outcome.State;
import dev.darkroom.events.ImageKey;
import dev.darkroom.serve.progress.Activity;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LinesTest {
    private static final Outcome FETCHING = outcome("a", State.PENDING, "fetching", null, null);
    private static final Outcome WAITING =
            outcome("a", State.PENDING, "waiting", "origin-unavailable", "2026-11-24T01:02:03Z");
    private static final Outcome READY = outcome("a", State.READY, "ready", null, null);
    private static final Outcome FAILED = outcome("b", State.FAILED, "failed", "checksum-mismatch", null);

    private final AtomicLong nanos = new AtomicLong();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final Lines lines = new Lines(new PrintStream(bytes, true, StandardCharsets.UTF_8), nanos::get);

    @Test
    void whatHappensIsSaidOnce() {
        lines.show(List.of(FETCHING, FAILED), List.of());
        lines.show(List.of(WAITING, FAILED), List.of());
        lines.show(List.of(WAITING, FAILED), List.of());
        lines.show(List.of(READY, FAILED), List.of());

        assertThat(said()).isEqualTo("""
                        b at cloud: failed, checksum-mismatch
                        a at cloud: origin-unavailable: a sentence (next try at 2026-11-24T01:02:03Z)
                        a at cloud: ready, id-a
                        """);
    }

    @Test
    void whatIsReadyFromBeforeIsCounted() {
        lines.show(List.of(READY, FETCHING), List.of());

        assertThat(said()).isEqualTo("1 of 2 are ready already\n");
    }

    @Test
    void howFarItIsIsSaidNowAndThen() {
        for (int second = 0; second <= 16; second++) {
            nanos.set(Duration.ofSeconds(second).toNanos());
            lines.show(
                    List.of(FETCHING),
                    List.of(new Activity(new ImageKey("a"), "downloading", second * 1024L, 16 * 1024L)));
        }

        assertThat(said()).isEqualTo("""
                        0 of 1 ready, 1 pending, after 0:05
                          a: downloading 5.0 KiB of 16.0 KiB, 1.0 KiB/s, 0:11 left
                        0 of 1 ready, 1 pending, after 0:15
                          a: downloading 15.0 KiB of 16.0 KiB, 1.0 KiB/s, 0:01 left
                        """);
    }

    private String said() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static Outcome outcome(String key, State state, String status, String code, String retryAt) {
        return new Outcome(
                key,
                "cloud",
                state,
                status,
                state == State.READY ? "id-" + key : null,
                code,
                code == null ? null : "a sentence",
                retryAt);
    }
}
