package dev.darkroom.fetch.openpgp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys come, are revoked and go while nobody starts anything anew. */
class PinnedKeysTest {
    private static final byte[] SUMS = ("2".repeat(64) + "  disk.qcow2\n").getBytes(StandardCharsets.UTF_8);
    private static final Instant NOW = TestSignature.MADE.plus(Duration.ofDays(1));
    private static final TestKey KEY = TestKey.make();
    private static final TestKey STRANGER = TestKey.make();

    @TempDir
    Path directory;

    private OpenPgp pinned(byte[]... certificates) throws IOException {
        for (int i = 0; i < certificates.length; i++) {
            Files.write(directory.resolve(i + ".gpg"), certificates[i]);
        }
        return new OpenPgp(List.of(directory), Clock.fixed(NOW, ZoneOffset.UTC));
    }

    @Test
    void whatIsPinnedChangesWithTheFiles() throws Exception {
        OpenPgp openPgp = pinned();
        byte[] signature = TestSignature.by(KEY).over(SUMS);
        assertThatExceptionOfType(RefusedSignatureException.class)
                .isThrownBy(() -> openPgp.detached(SUMS, signature, List.of()))
                .withMessageContaining("no key is pinned here");

        Files.write(directory.resolve("images.asc"), KEY.armored());
        Files.write(directory.resolve("notes.txt"), SUMS);
        assertThat(openPgp.detached(SUMS, signature, List.of()).signer()).isEqualTo(KEY.fingerprint());
        assertThat(openPgp.trusts(KEY.fingerprint())).isTrue();
        assertThat(openPgp.trusts(STRANGER.fingerprint())).isFalse();

        Files.write(
                directory.resolve("images.asc"),
                KEY.new Certificate().revoked(NOW).encoded());
        assertThat(openPgp.trusts(KEY.fingerprint())).isFalse();
    }

    @Test
    void aRevocationInASecondCopyOfAKeyCounts() throws Exception {
        OpenPgp openPgp = pinned();
        Files.write(directory.resolve("a.asc"), KEY.armored());
        byte[] signature = TestSignature.by(KEY).over(SUMS);
        assertThat(openPgp.detached(SUMS, signature, List.of()).signer()).isEqualTo(KEY.fingerprint());

        Files.write(
                directory.resolve("b.asc"), KEY.new Certificate().revoked(NOW).encoded());

        assertThatExceptionOfType(RefusedSignatureException.class)
                .isThrownBy(() -> openPgp.detached(SUMS, signature, List.of()))
                .withMessageContaining("was revoked");
        assertThat(openPgp.trusts(KEY.fingerprint())).isFalse();
    }

    @Test
    void keysThatCannotBeReadNowSayNothingOfASignature() throws Exception {
        OpenPgp openPgp = pinned(KEY.certificate());
        Files.createSymbolicLink(directory.resolve("gone.asc"), directory.resolve("nowhere"));
        byte[] signature = TestSignature.by(KEY).over(SUMS);

        assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(() -> openPgp.detached(SUMS, signature, List.of()))
                .withMessageContaining("gone.asc");
        assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> openPgp.trusts(KEY.fingerprint()));
        assertThatExceptionOfType(RefusedSignatureException.class).isThrownBy(openPgp::requireKeys);
    }

    @Test
    void aFileThatIsNoKeyRefusesEverything() throws Exception {
        OpenPgp openPgp = pinned(KEY.certificate());
        Files.write(directory.resolve("broken.asc"), SUMS);

        assertThatExceptionOfType(RefusedSignatureException.class)
                .isThrownBy(openPgp::requireKeys)
                .withMessageContaining("broken.asc");
        assertThat(openPgp.trusts(KEY.fingerprint())).isFalse();
    }
}
