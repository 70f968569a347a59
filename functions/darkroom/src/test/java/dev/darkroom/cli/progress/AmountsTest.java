package dev.darkroom.cli.progress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.events.ImageKey;
import dev.darkroom.serve.progress.Activity;
import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class AmountsTest {
    private static final long MIB = 1 << 20;

    @Test
    void saysWhatIsKnown() {
        assertThat(Amounts.of(activity(30 * MIB, 90 * MIB), OptionalLong.of(10 * MIB)))
                .isEqualTo("30.0 MiB of 90.0 MiB, 10.0 MiB/s, 0:06 left");
        assertThat(Amounts.of(activity(30 * MIB, -1), OptionalLong.of(10 * MIB)))
                .isEqualTo("30.0 MiB, 10.0 MiB/s");
        assertThat(Amounts.of(activity(30 * MIB, 90 * MIB), OptionalLong.of(0)))
                .isEqualTo("30.0 MiB of 90.0 MiB, 0 B/s");
        assertThat(Amounts.of(activity(0, 90 * MIB), OptionalLong.empty())).isEqualTo("0 B of 90.0 MiB");
    }

    @Test
    void hoursAreShownOnlyWhenThereAreSome() {
        assertThat(Amounts.clock(Duration.ofSeconds(59))).isEqualTo("0:59");
        assertThat(Amounts.clock(Duration.ofSeconds(3723))).isEqualTo("1:02:03");
    }

    private static Activity activity(long done, long total) {
        return new Activity(new ImageKey("a"), "downloading", done, total);
    }
}
