package dev.darkroom.fetch.openpgp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.darkroom.fetch.proof.RefusedProofException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.bouncycastle.bcpg.sig.KeyFlags;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Which pinned keys may sign, and whose a key is. */
class JudgeKeyTest {
    private static final byte[] SUMS = ("2".repeat(64) + "  disk.qcow2\n").getBytes(StandardCharsets.UTF_8);
    private static final Instant NOW = TestSignature.MADE.plus(Duration.ofDays(1));
    /** The life of a key that ended a second before {@link #NOW}. */
    private static final Duration SHORT = Duration.ofDays(366).minusSeconds(1);

    private static final String OTHER = "Other <other@example.org>";

    private static final TestKey KEY = TestKey.make();
    private static final TestKey STRANGER = TestKey.make();
    private static final TestKey PAIR = TestKey.withSubkey();
    private static final TestKey WEAK = TestKey.rsa(1024);

    @TempDir
    Path directory;

    private OpenPgp pinned(byte[]... certificates) throws IOException {
        return TestKey.pinned(directory, NOW, certificates);
    }

    static Stream<Arguments> extended() {
        return Stream.of(
                arguments("by a year", expiring().saying(TestKey.USER, NOW, SHORT.plusDays(366))),
                arguments("for ever", expiring().saying(TestKey.USER, NOW, null)),
                arguments(
                        "of two users one is withdrawn",
                        KEY.new Certificate()
                                .saying(OTHER, TestKey.MADE, SHORT)
                                .withdrawing(OTHER, TestSignature.MADE)),
                arguments(
                        "with a direct-key signature",
                        expiring()
                                .saying(null, TestSignature.MADE, SHORT)
                                .saying(TestKey.USER, NOW, null)
                                .saying(null, NOW, null)));
    }

    private static TestKey.Certificate expiring() {
        return KEY.new Certificate().lifetime(SHORT);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("extended")
    void aKeyThatWasExtendedIsAsGoodAsBefore(String what, TestKey.Certificate certificate) throws Exception {
        OpenPgp openPgp = pinned(certificate.encoded());

        assertThat(openPgp.detached(SUMS, by(KEY).over(SUMS), List.of()).content())
                .isEqualTo(SUMS);
    }

    static Stream<Arguments> refusedKeys() {
        return Stream.of(
                arguments("expired", KEY, KEY.new Certificate().lifetime(SHORT), "expired at 2024-12-31T23:59:59Z"),
                arguments(
                        "expired, and a newer direct-key signature",
                        KEY,
                        KEY.new Certificate().lifetime(SHORT).saying(null, TestSignature.MADE, null),
                        "expired at 2024-12-31T23:59:59Z"),
                arguments(
                        "expired by a direct-key signature, and a newer one of a user",
                        KEY,
                        KEY.new Certificate().certified(TestSignature.MADE).saying(null, TestKey.MADE, SHORT),
                        "expired at 2024-12-31T23:59:59Z"),
                arguments(
                        "expired by its second user",
                        KEY,
                        KEY.new Certificate().saying(OTHER, TestKey.MADE, SHORT),
                        "expired at 2024-12-31T23:59:59Z"),
                arguments(
                        "expired by its second user, for whom somebody else vouches since",
                        KEY,
                        KEY.new Certificate()
                                .saying(OTHER, TestKey.MADE, SHORT)
                                .vouchedFor(STRANGER, OTHER, TestSignature.MADE),
                        "expired at 2024-12-31T23:59:59Z"),
                arguments("revoked", KEY, KEY.new Certificate().revoked(NOW), "was revoked"),
                arguments("revoked before it signed", KEY, KEY.new Certificate().revoked(TestKey.MADE), "was revoked"),
                arguments(
                        "for certifying only",
                        KEY,
                        KEY.new Certificate().flags(KeyFlags.CERTIFY_OTHER),
                        "is not one for signing"),
                arguments(
                        "for encryption only",
                        KEY,
                        KEY.new Certificate().flags(KeyFlags.ENCRYPT_COMMS),
                        "is not one for signing"),
                arguments(
                        "certified by somebody else", KEY, KEY.new Certificate().certifiedBy(STRANGER), "is not bound"),
                arguments("bound by md5", KEY, KEY.new Certificate().hash(HashAlgorithmTags.MD5), "is not bound"),
                arguments("bound by sha1", KEY, KEY.new Certificate().hash(HashAlgorithmTags.SHA1), "is not bound"),
                arguments("of 1024 bits", WEAK, WEAK.new Certificate(), "is too weak"),
                arguments(
                        "a subkey that has expired", PAIR, PAIR.new Certificate().subkeyLifetime(SHORT), "expired at"),
                arguments("a subkey that was revoked", PAIR, PAIR.new Certificate().subkeyRevoked(NOW), "was revoked"),
                arguments("a subkey of an expired key", PAIR, PAIR.new Certificate().lifetime(SHORT), "expired at"),
                arguments("a subkey of a revoked key", PAIR, PAIR.new Certificate().revoked(NOW), "was revoked"),
                arguments(
                        "a subkey that did not agree",
                        PAIR,
                        PAIR.new Certificate().withoutBackSignature(),
                        "is not bound"),
                arguments(
                        "a subkey without flags and back-signature",
                        PAIR,
                        PAIR.new Certificate()
                                .flags(KeyFlags.CERTIFY_OTHER | KeyFlags.SIGN_DATA)
                                .subkeyFlags(0)
                                .withoutBackSignature(),
                        "is not one for signing"),
                arguments(
                        "a subkey of an expired key with a newer direct-key signature",
                        PAIR,
                        PAIR.new Certificate().lifetime(SHORT).saying(null, TestSignature.MADE, null),
                        "expired at"),
                arguments(
                        "a key that another certificate has adopted",
                        STRANGER,
                        KEY.new Certificate().adopting(STRANGER),
                        "is not one for signing"),
                arguments(
                        "a subkey bound by somebody else",
                        PAIR,
                        PAIR.new Certificate().certifiedBy(STRANGER),
                        "is not bound"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refusedKeys")
    void aPinnedKeyThatMayNotSignIsRefused(String what, TestKey key, TestKey.Certificate certificate, String why)
            throws Exception {
        OpenPgp openPgp = pinned(certificate.encoded());

        assertThatExceptionOfType(RefusedProofException.class)
                .isThrownBy(() -> openPgp.detached(SUMS, by(key).over(SUMS), List.of()))
                .withMessageContaining(why)
                .matches(e -> !e.early());
    }

    static Stream<Arguments> adopters() {
        return Stream.of(
                arguments("a good one", KEY, STRANGER, KEY.new Certificate()),
                arguments("a good one, the other way round", STRANGER, KEY, STRANGER.new Certificate()),
                arguments("a revoked one", KEY, STRANGER, KEY.new Certificate().revoked(NOW)),
                arguments(
                        "a revoked one, the other way round", STRANGER, KEY, STRANGER.new Certificate().revoked(NOW)));
    }

    /** Whichever of the two is read first: one of the two ways round is it. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("adopters")
    void whatAKeySignedIsItsOwnWhoeverHasAdoptedIt(
            String what, TestKey adopter, TestKey owner, TestKey.Certificate adopting) throws Exception {
        OpenPgp openPgp = pinned(adopting.adopting(owner).encoded(), owner.certificate());
        byte[] signature = by(owner).over(SUMS);

        for (List<String> signedBy : List.of(List.<String>of(), List.of(owner.fingerprint()))) {
            assertThat(openPgp.detached(SUMS, signature, signedBy).signer())
                    .isEqualTo(new OpenPgp.Signer(owner.fingerprint(), owner.fingerprint(), null));
        }
        assertThatExceptionOfType(RefusedProofException.class)
                .isThrownBy(() -> openPgp.detached(SUMS, signature, List.of(adopter.fingerprint())))
                .withMessageContaining("which is pinned but not in checksum_signed_by");
    }

    static Stream<Arguments> shared() {
        return Stream.of(arguments(KEY, STRANGER), arguments(STRANGER, KEY));
    }

    @ParameterizedTest
    @MethodSource("shared")
    void aKeyThatHasAgreedSpeaksForTheOtherCertificateWhereThatIsAskedFor(TestKey sharing, TestKey owner)
            throws Exception {
        OpenPgp openPgp = pinned(sharing.new Certificate().sharing(owner).encoded(), owner.certificate());
        byte[] signature = by(owner).over(SUMS);

        assertThat(openPgp.detached(SUMS, signature, List.of()).signer().fingerprint())
                .isEqualTo(owner.fingerprint());
        assertThat(openPgp.detached(SUMS, signature, List.of(sharing.fingerprint()))
                        .signer()
                        .fingerprint())
                .isEqualTo(sharing.fingerprint());
    }

    @Test
    void thePrimaryKeyOfOneThatOnlyItsSubkeySignsForIsRefused() throws Exception {
        OpenPgp openPgp = pinned(PAIR.certificate());

        assertThatExceptionOfType(RefusedProofException.class)
                .isThrownBy(() -> openPgp.detached(SUMS, by(PAIR).byPrimary().over(SUMS), List.of()))
                .withMessageContaining("is not one for signing");
    }

    private static TestSignature by(TestKey key) {
        return TestSignature.by(key);
    }
}
