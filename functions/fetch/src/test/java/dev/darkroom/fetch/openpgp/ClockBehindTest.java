package dev.darkroom.fetch.openpgp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.darkroom.fetch.proof.RefusedProofException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a clock that is behind takes for made in the future: nothing is relied on, and nothing is refused for good. */
class ClockBehindTest {
    private static final byte[] SUMS = ("2".repeat(64) + "  disk.qcow2\n").getBytes(StandardCharsets.UTF_8);
    private static final byte[] OTHER = ("6".repeat(64) + "  disk.qcow2\n").getBytes(StandardCharsets.UTF_8);
    private static final Instant NOW = TestSignature.MADE;
    private static final Instant BEHIND = NOW.minus(Duration.ofMinutes(10));
    private static final TestKey KEY = TestKey.make();
    private static final TestKey STRANGER = TestKey.make();
    private static final TestKey PAIR = TestKey.withSubkey();

    @TempDir
    Path directory;

    private OpenPgp at(Instant now, byte[] key) throws IOException {
        Files.write(directory.resolve("images.gpg"), key);
        return new OpenPgp(List.of(directory), Clock.fixed(now, ZoneOffset.UTC));
    }

    static Stream<Arguments> early() {
        return Stream.of(
                arguments("a signature", KEY, KEY.new Certificate(), "made in the future, at " + NOW),
                arguments("a key", KEY, KEY.new Certificate().certified(NOW), "is to be used as of " + NOW),
                arguments("a primary key", PAIR, PAIR.new Certificate().certified(NOW), "is to be used as of " + NOW));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("early")
    void whatTheClockHasNotComeToIsReliedOnWhenItHas(
            String what, TestKey key, TestKey.Certificate certificate, String why) throws Exception {
        byte[] signature = TestSignature.by(key).over(SUMS);

        OpenPgp behind = at(BEHIND, certificate.encoded());

        assertThatExceptionOfType(RefusedProofException.class)
                .isThrownBy(() -> behind.detached(SUMS, signature, List.of()))
                .withMessageContaining(why + ", and the clock here says " + BEHIND)
                .matches(RefusedProofException::early);
        assertThat(at(NOW, certificate.encoded())
                        .detached(SUMS, signature, List.of())
                        .content())
                .isEqualTo(SUMS);
    }

    @Test
    void nothingElseIsExcused() throws Exception {
        byte[] stranger = TestSignature.by(STRANGER).over(SUMS);
        byte[] changed = TestSignature.by(KEY).over(OTHER);
        byte[] good = TestSignature.by(KEY).over(SUMS);
        OpenPgp behind = at(BEHIND, KEY.certificate());

        assertRefused(behind, stranger, false);
        assertRefused(behind, changed, false);
        assertRefused(behind, Arrays.concatenate(stranger, changed), false);
        assertRefused(behind, Arrays.concatenate(good, stranger), true);
        assertRefused(
                at(BEHIND, KEY.new Certificate().certified(NOW).revoked(NOW).encoded()), good, false);
    }

    private static void assertRefused(OpenPgp openPgp, byte[] signature, boolean early) {
        assertThatExceptionOfType(RefusedProofException.class)
                .isThrownBy(() -> openPgp.detached(SUMS, signature, List.of()))
                .matches(e -> e.early() == early);
    }
}
