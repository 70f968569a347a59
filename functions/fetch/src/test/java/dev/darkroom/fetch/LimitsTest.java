package dev.darkroom.fetch;

import static dev.darkroom.events.testing.Failures.assertFails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.darkroom.events.ByteSize;
import dev.darkroom.events.FailureCode;
import dev.darkroom.events.FailureException;
import dev.darkroom.events.SourceUri;
import dev.darkroom.fetch.origin.Deadline;
import java.time.Duration;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class LimitsTest {
    private static final SourceUri SOURCE = SourceUri.parse("https://example.org/disk");
    private static final Limits LIMITS = new Limits(new ByteSize(1_000), new ByteSize(5_000), 7, new ByteSize(100));

    static Stream<Arguments> boundaries() {
        return Stream.of(
                row("download", "one byte below", true, () -> LIMITS.requireDownload(SOURCE, 999)),
                row("download", "at the limit", true, () -> LIMITS.requireDownload(SOURCE, 1_000)),
                row("download", "one byte over", false, () -> LIMITS.requireDownload(SOURCE, 1_001)),
                row("download", "as large as numbers go", false, () -> LIMITS.requireDownload(SOURCE, Long.MAX_VALUE)),
                row("download", "not known", true, () -> LIMITS.requireDownload(SOURCE, -1)),
                row("decompressed", "one byte below", true, () -> LIMITS.requireDecompressed(SOURCE, 4_999)),
                row("decompressed", "at the limit", true, () -> LIMITS.requireDecompressed(SOURCE, 5_000)),
                row("decompressed", "one byte over", false, () -> LIMITS.requireDecompressed(SOURCE, 5_001)),
                row("ratio", "one byte below", true, () -> LIMITS.requireRatio(SOURCE, 139, 20)),
                row("ratio", "at the limit", true, () -> LIMITS.requireRatio(SOURCE, 140, 20)),
                row("ratio", "one byte over", false, () -> LIMITS.requireRatio(SOURCE, 141, 20)),
                row("ratio", "below the floor", true, () -> LIMITS.requireRatio(SOURCE, 99, 1)),
                row("ratio", "at the floor", true, () -> LIMITS.requireRatio(SOURCE, 100, 1)),
                row("ratio", "one byte over the floor", false, () -> LIMITS.requireRatio(SOURCE, 101, 1)),
                row("ratio", "out of nothing", false, () -> LIMITS.requireRatio(SOURCE, 101, 0)),
                row(
                        "ratio",
                        "as large as numbers go",
                        true,
                        () -> LIMITS.requireRatio(SOURCE, Long.MAX_VALUE, 1L << 61)));
    }

    private static Arguments row(String limit, String where, boolean fits, ThrowingCallable check) {
        return arguments(limit, where, fits, check);
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("boundaries")
    void aLimitHoldsToTheByte(String limit, String where, boolean fits, ThrowingCallable check) {
        if (fits) {
            assertThatCode(check).doesNotThrowAnyException();
        } else {
            assertThat(assertFails(FailureCode.LIMIT_EXCEEDED, check))
                    .hasMessageContainingAll(SOURCE.toString(), "darkroom.fetch.max-" + limit);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 2049})
    void amountsOfMemoryThatMakeNoSenseAreNamed(long mebibytes) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new DecoderMemory(ByteSize.ofMiB(mebibytes)))
                .withMessageContaining("darkroom.fetch.decoder-memory");
    }

    @Test
    void aDeadlineThatPassedIsSaid() {
        var deadline = Deadline.in(Duration.ZERO, "come back later");

        FailureException e = assertFails(FailureCode.ORIGIN_UNAVAILABLE, () -> deadline.require(SOURCE, Duration.ZERO));

        assertThat(e).hasMessageContaining("come back later");
    }

    @Test
    void aDeadlineLeavesRoomForWhatFits() {
        var deadline = Deadline.in(Duration.ofHours(1), "come back later");

        deadline.require(SOURCE, Duration.ofMinutes(59));

        assertFails(FailureCode.ORIGIN_UNAVAILABLE, () -> deadline.require(SOURCE, Duration.ofMinutes(61)));
    }
}
