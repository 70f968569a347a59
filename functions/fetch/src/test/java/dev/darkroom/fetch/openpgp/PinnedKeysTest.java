package dev.darkroom.fetch.openpgp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.darkroom.events.FailureException;
import dev.darkroom.fetch.proof.RefusedProofException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Keys come, are revoked and go while nobody starts anything anew. */
class PinnedKeysTest {
    private static final byte[] SUMS = ("2".repeat(64) + "  disk.qcow2\n").getBytes(StandardCharsets.UTF_8);
    private static final Instant NOW = TestSignature.MADE.plus(Duration.ofDays(1));
    private static final TestKey KEY = TestKey.make();
    private static final TestKey STRANGER = TestKey.make();
    private static final TestKey PAIR = TestKey.withSubkey();
    private static final OpenPgp.Signer SIGNER = new OpenPgp.Signer(KEY.fingerprint(), KEY.fingerprint(), null);

    @TempDir
    Path directory;

    private OpenPgp pinned(byte[]... certificates) throws IOException {
        return TestKey.pinned(directory, NOW, certificates);
    }

    @Test
    void whatIsPinnedChangesWithTheFiles() throws Exception {
        OpenPgp openPgp = pinned();
        byte[] signature = TestSignature.by(KEY).over(SUMS);
        assertThatExceptionOfType(RefusedProofException.class)
                .isThrownBy(() -> openPgp.detached(SUMS, signature, List.of()))
                .withMessageContaining("no key is pinned here");

        Files.write(directory.resolve("images.asc"), KEY.armored());
        Files.write(directory.resolve("notes.txt"), SUMS);
        assertThat(openPgp.detached(SUMS, signature, List.of()).signer()).isEqualTo(SIGNER);
        assertThat(openPgp.trusts(SIGNER)).isTrue();
        assertThat(openPgp.trusts(new OpenPgp.Signer(STRANGER.fingerprint(), STRANGER.fingerprint(), null)))
                .isFalse();

        Files.write(
                directory.resolve("images.asc"),
                KEY.new Certificate().revoked(NOW).encoded());
        assertThat(openPgp.trusts(SIGNER)).isFalse();
    }

    static Stream<Arguments> laterCertificates() {
        return Stream.of(
                arguments("its subkey revoked", PAIR.new Certificate().subkeyRevoked(NOW)),
                arguments("its subkey taken away", PAIR.new Certificate().withoutSubkey()),
                arguments("its subkey expired", PAIR.new Certificate().subkeyLifetime(Duration.ofDays(1))),
                arguments("its primary key revoked", PAIR.new Certificate().revoked(NOW)),
                arguments("its primary key expired", PAIR.new Certificate().lifetime(Duration.ofDays(1))),
                arguments("its subkey bound by somebody else", PAIR.new Certificate().certifiedBy(STRANGER)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("laterCertificates")
    void whatASubkeySignedIsTrustedAsLongAsItIs(String what, TestKey.Certificate later) throws Exception {
        OpenPgp openPgp = pinned(PAIR.certificate());
        OpenPgp.Signer signer = openPgp.detached(SUMS, TestSignature.by(PAIR).over(SUMS), List.of())
                .signer();
        assertThat(signer).isEqualTo(new OpenPgp.Signer(PAIR.fingerprint(), PAIR.subkeyFingerprint(), null));
        assertThat(openPgp.trusts(signer)).isTrue();

        pinned(later.encoded());

        assertThat(openPgp.trusts(signer)).isFalse();
    }

    @Test
    void theWordOfAPrimaryKeyIsNotThatOfItsSubkey() throws Exception {
        OpenPgp openPgp = pinned(PAIR.certificate());

        assertThat(openPgp.trusts(new OpenPgp.Signer(PAIR.fingerprint(), PAIR.fingerprint(), null)))
                .isFalse();
        assertThat(openPgp.trusts(new OpenPgp.Signer(KEY.fingerprint(), PAIR.subkeyFingerprint(), null)))
                .isFalse();
    }

    @Test
    void whatIsSignedForATimeIsTrustedForThatTime() throws Exception {
        byte[] signature = TestSignature.by(KEY)
                .with(some -> {
                    some.setSignatureExpirationTime(false, Duration.ofDays(2).toSeconds());
                    return some;
                })
                .over(SUMS);
        OpenPgp openPgp = pinned(KEY.certificate());

        OpenPgp.Signer signer = openPgp.detached(SUMS, signature, List.of()).signer();

        assertThat(signer.until()).isEqualTo(TestSignature.MADE.plus(Duration.ofDays(2)));
        assertThat(openPgp.trusts(signer)).isTrue();
        Clock later = Clock.fixed(signer.until(), ZoneOffset.UTC);
        assertThat(new OpenPgp(List.of(directory), later).trusts(signer)).isFalse();
    }

    @Test
    void aRevocationInASecondCopyOfAKeyCounts() throws Exception {
        OpenPgp openPgp = pinned();
        Files.write(directory.resolve("a.asc"), KEY.armored());
        byte[] signature = TestSignature.by(KEY).over(SUMS);
        assertThat(openPgp.detached(SUMS, signature, List.of()).signer()).isEqualTo(SIGNER);

        Files.write(
                directory.resolve("b.asc"), KEY.new Certificate().revoked(NOW).encoded());

        assertThatExceptionOfType(RefusedProofException.class)
                .isThrownBy(() -> openPgp.detached(SUMS, signature, List.of()))
                .withMessageContaining("was revoked");
        assertThat(openPgp.trusts(SIGNER)).isFalse();
    }

    @Test
    void keysThatCannotBeReadNowSayNothingOfASignature() throws Exception {
        OpenPgp openPgp = pinned(KEY.certificate());
        Files.createSymbolicLink(directory.resolve("gone.asc"), directory.resolve("nowhere"));
        byte[] signature = TestSignature.by(KEY).over(SUMS);

        assertSaysNothingOf(signature, openPgp, "gone.asc");
    }

    static Stream<Arguments> brokenFiles() {
        return Stream.of(
                arguments("no key", SUMS),
                arguments("empty", new byte[0]),
                arguments("half written", Arrays.copyOf(KEY.armored(), KEY.armored().length / 2)),
                arguments("half written, not armored", Arrays.copyOf(KEY.certificate(), 100)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("brokenFiles")
    void aFileThatIsNoKeySaysNothingOfASignature(String what, byte[] file) throws Exception {
        OpenPgp openPgp = pinned(KEY.certificate());
        Files.write(directory.resolve("broken.asc"), file);

        assertSaysNothingOf(TestSignature.by(KEY).over(SUMS), openPgp, "broken.asc");
    }

    /** Who asks while it serves is told to ask later; nobody starts with it. */
    private static void assertSaysNothingOf(byte[] signature, OpenPgp openPgp, String file) {
        assertThatExceptionOfType(FailureException.class)
                .isThrownBy(() -> openPgp.detached(SUMS, signature, List.of()))
                .withMessageContaining(file)
                .matches(e -> e.code().retryable());
        assertThatExceptionOfType(FailureException.class).isThrownBy(() -> openPgp.trusts(SIGNER));
        assertThatExceptionOfType(FailureException.class)
                .isThrownBy(openPgp::requireKeys)
                .withMessageContaining(file);
    }
}
