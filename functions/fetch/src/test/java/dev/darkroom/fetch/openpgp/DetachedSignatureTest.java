package dev.darkroom.fetch.openpgp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.darkroom.fetch.proof.RefusedProofException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.bouncycastle.bcpg.BCPGOutputStream;
import org.bouncycastle.bcpg.CompressionAlgorithmTags;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.bouncycastle.bcpg.PacketTags;
import org.bouncycastle.openpgp.PGPCompressedDataGenerator;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.PGPSignatureSubpacketGenerator;
import org.bouncycastle.openpgp.PGPV3SignatureGenerator;
import org.bouncycastle.openpgp.operator.bc.BcPGPContentSignerBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Detached signatures: whose, when, how, and over what. */
class DetachedSignatureTest {
    private static final byte[] SUMS = ("2".repeat(64) + "  disk.qcow2\n").getBytes(StandardCharsets.UTF_8);
    private static final byte[] OTHER = ("6".repeat(64) + "  disk.qcow2\n").getBytes(StandardCharsets.UTF_8);
    private static final Instant NOW = TestSignature.MADE.plus(Duration.ofDays(1));
    private static final TestKey KEY = TestKey.make();
    private static final TestKey STRANGER = TestKey.make();
    private static final TestKey PAIR = TestKey.withSubkey();
    private static final TestKey RSA = TestKey.rsa(2048);
    private static final Instant OLD_MADE = Instant.parse("2015-01-01T00:00:00Z");
    private static final TestKey OLD = TestKey.make(OLD_MADE);

    private static final List<String> SIGNERS =
            Stream.of(KEY, PAIR, RSA, OLD).map(TestKey::fingerprint).toList();

    @TempDir
    Path directory;

    private OpenPgp pinned(byte[]... certificates) throws IOException {
        return TestKey.pinned(directory, NOW, certificates);
    }

    private static TestSignature by(TestKey key) {
        return TestSignature.by(key);
    }

    static Stream<Arguments> relied() {
        Duration year = Duration.ofDays(367);
        return Stream.of(
                arguments("bare", KEY.certificate(), by(KEY).over(SUMS)),
                arguments("armored", KEY.certificate(), by(KEY).armoredOver(SUMS)),
                arguments("an armored key", KEY.armored(), by(KEY).over(SUMS)),
                arguments("two armored keys in one file", twice(STRANGER.armored(), KEY.armored()), by(KEY).over(SUMS)),
                arguments(
                        "two bare keys in one file",
                        twice(STRANGER.certificate(), KEY.certificate()),
                        by(KEY).over(SUMS)),
                arguments(
                        "of type text",
                        KEY.certificate(),
                        by(KEY).type(PGPSignature.CANONICAL_TEXT_DOCUMENT).over(SUMS)),
                arguments(
                        "SHA-512",
                        KEY.certificate(),
                        by(KEY).hash(HashAlgorithmTags.SHA512).over(SUMS)),
                arguments("by a subkey", PAIR.certificate(), by(PAIR).over(SUMS)),
                arguments("RSA", RSA.certificate(), by(RSA).over(SUMS)),
                arguments(
                        "a key that expires tomorrow",
                        KEY.new Certificate().lifetime(year).encoded(),
                        by(KEY).over(SUMS)),
                arguments(
                        "a key that was extended since",
                        KEY.new Certificate().certified(NOW).encoded(),
                        by(KEY).over(SUMS)),
                arguments(
                        "a signature that expires tomorrow",
                        KEY.certificate(),
                        by(KEY).with(expiresIn(2)).over(SUMS)),
                arguments(
                        "within the skew of clocks",
                        KEY.certificate(),
                        by(KEY).made(NOW.plusSeconds(300)).over(SUMS)),
                arguments(
                        "a stranger's beside it",
                        KEY.certificate(),
                        twice(by(STRANGER).over(SUMS), by(KEY).over(SUMS))),
                arguments(
                        "a self-signature by SHA-1 of its time",
                        OLD.new Certificate()
                                .certified(OLD_MADE)
                                .hash(HashAlgorithmTags.SHA1)
                                .encoded(),
                        by(OLD).over(SUMS)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("relied")
    void aGoodSignatureByAPinnedKeyIsReliedOn(String what, byte[] key, byte[] signature) throws Exception {
        OpenPgp.Signed signed = pinned(key).detached(SUMS, signature, List.of());

        assertThat(signed.content()).isEqualTo(SUMS);
        assertThat(signed.signer()).extracting(OpenPgp.Signer::fingerprint).isIn(SIGNERS);
    }

    static Stream<Arguments> refusedSignatures() throws Exception {
        byte[] good = by(KEY).over(SUMS);
        return Stream.of(
                arguments("over another file", by(KEY).over(OTHER), "one of the two was changed"),
                arguments(
                        "over a file with one byte more",
                        by(KEY).over(twice(SUMS, "\n".getBytes(StandardCharsets.UTF_8))),
                        "was changed"),
                arguments("by a key that is not pinned", by(STRANGER).over(SUMS), "which is not among the pinned ones"),
                arguments("by a stranger in the key's name", forged(), "was changed"),
                arguments(
                        "by an unpinned key and by one over another file",
                        twice(by(STRANGER).over(SUMS), by(KEY).over(OTHER)),
                        "was changed"),
                arguments("md5", by(KEY).hash(HashAlgorithmTags.MD5).over(SUMS), "too weak"),
                arguments("sha1", by(KEY).hash(HashAlgorithmTags.SHA1).over(SUMS), "too weak"),
                arguments("ripemd160", by(KEY).hash(HashAlgorithmTags.RIPEMD160).over(SUMS), "too weak"),
                arguments("of tomorrow", by(KEY).made(NOW.plusSeconds(301)).over(SUMS), "made in the future"),
                arguments(
                        "older than its key",
                        by(KEY).made(TestKey.MADE.minusSeconds(1)).over(SUMS),
                        "before its key"),
                arguments("expired", by(KEY).with(expiresIn(1)).over(SUMS), "it expired at"),
                arguments(
                        "an unknown critical notation",
                        by(KEY).with(some -> {
                                    some.addNotationData(true, true, "limit@example.org", "yes");
                                    return some;
                                })
                                .over(SUMS),
                        "of a kind that is not relied on"),
                arguments(
                        "a certification",
                        by(KEY).type(PGPSignature.POSITIVE_CERTIFICATION).over(SUMS),
                        "of type 0x13"),
                arguments(
                        "a standalone one",
                        by(KEY).type(PGPSignature.STAND_ALONE).over(SUMS),
                        "of type 0x2"),
                arguments("version 3", version3(), "obsolete version"),
                arguments("a clear-signed message", by(KEY).message("text"), "checksum_signature: clearsigned"),
                arguments("a compressed packet", compressed(good), "a packet that is no signature: compressed data"),
                arguments(
                        "a literal packet before it",
                        twice(packet(PacketTags.LITERAL_DATA, new byte[] {'b', 0, 0, 0, 0, 0, 'x'}), good),
                        "no signature: literal data"),
                arguments(
                        "an encrypted packet",
                        packet(PacketTags.SYM_ENC_INTEGRITY_PRO, new byte[] {1, 2, 3}),
                        "no signature"),
                arguments("a key for a signature", KEY.certificate(), "a packet that is no signature: public key ring"),
                arguments("an armored key for a signature", KEY.armored(), "before or behind"),
                arguments("nine of them", repeat(good, 9), "more than 8 signatures"),
                arguments("nothing", new byte[0], "it has no signature"),
                arguments("a web page", "<html>404</html>".getBytes(StandardCharsets.UTF_8), "damaged or no OpenPGP"),
                arguments("a hash for a signature", SUMS, "damaged or no OpenPGP"),
                arguments("something behind it", twice(good, "trailer".getBytes(StandardCharsets.UTF_8)), "damaged"),
                arguments(
                        "two armored blocks",
                        twice(by(KEY).armoredOver(SUMS), by(KEY).armoredOver(SUMS)),
                        "more than one block"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refusedSignatures")
    void anyOtherSignatureIsRefused(String what, byte[] signature, String why) throws Exception {
        OpenPgp openPgp = pinned(KEY.certificate(), RSA.certificate());

        assertThatExceptionOfType(RefusedProofException.class)
                .isThrownBy(() -> openPgp.detached(SUMS, signature, List.of()))
                .withMessageContaining(why);
    }

    @Test
    void ofSeveralSignaturesEachReasonIsSaid() {
        assertThatExceptionOfType(RefusedProofException.class)
                .isThrownBy(() -> pinned(KEY.certificate())
                        .detached(SUMS, twice(by(STRANGER).over(SUMS), by(KEY).over(OTHER)), List.of()))
                .withMessageMatching(
                        "of its 2 signatures none will do: of number 1, it was made by the key .*, which is"
                                + " not among the pinned ones; of number 2, it is not a signature over this text: .*");
    }

    @Test
    void aCatalogueNarrowsThePinnedKeys() throws Exception {
        OpenPgp openPgp = pinned(KEY.certificate(), PAIR.certificate());
        byte[] signature = by(PAIR).over(SUMS);

        assertThat(openPgp.detached(SUMS, signature, List.of(PAIR.fingerprint()))
                        .signer()
                        .fingerprint())
                .isEqualTo(PAIR.fingerprint());
        assertThat(openPgp.detached(SUMS, signature, List.of(PAIR.subkeyFingerprint()))
                        .signer()
                        .fingerprint())
                .isEqualTo(PAIR.fingerprint());
        assertThatExceptionOfType(RefusedProofException.class)
                .isThrownBy(() -> openPgp.detached(SUMS, signature, List.of(KEY.fingerprint())))
                .withMessageContaining("which is pinned but not in checksum_signed_by");
    }

    @Test
    void noDamageToASignatureDoesMoreThanRefuseIt() throws Exception {
        OpenPgp openPgp = pinned(KEY.certificate());
        byte[] good = by(KEY).over(SUMS);
        var random = new Random(1);
        int relied = 0;
        for (int i = 0; i < 2_000; i++) {
            byte[] damaged = good.clone();
            damaged[random.nextInt(good.length)] ^= (byte) (1 << random.nextInt(8));
            byte[] cut = i % 2 == 0 ? damaged : Arrays.copyOf(damaged, random.nextInt(good.length));
            try {
                openPgp.detached(SUMS, cut, List.of());
                relied++;
            } catch (RefusedProofException expected) {
                continue;
            }
        }
        // What is not signed is the issuer's number in the unhashed area; a change of it may go unnoticed.
        assertThat(relied).isLessThan(200);
    }

    private static UnaryOperator<PGPSignatureSubpacketGenerator> expiresIn(int days) {
        return some -> {
            some.setSignatureExpirationTime(true, Duration.ofDays(days).toSeconds());
            return some;
        };
    }

    private static byte[] forged() {
        return by(STRANGER)
                .with(some -> {
                    some.removePacketsOfType(33);
                    some.setIssuerFingerprint(false, KEY.primary().getPublicKey());
                    return some;
                })
                .over(SUMS);
    }

    private static byte[] version3() throws PGPException, IOException {
        var generator = new PGPV3SignatureGenerator(
                new BcPGPContentSignerBuilder(RSA.primary().getPublicKey().getAlgorithm(), HashAlgorithmTags.SHA256));
        generator.init(PGPSignature.BINARY_DOCUMENT, RSA.primary().getPrivateKey());
        generator.update(SUMS);
        return generator.generate().getEncoded();
    }

    private static byte[] compressed(byte[] packets) throws IOException {
        var out = new ByteArrayOutputStream();
        var generator = new PGPCompressedDataGenerator(CompressionAlgorithmTags.ZIP);
        try (var into = generator.open(out)) {
            into.write(packets);
        }
        return out.toByteArray();
    }

    private static byte[] packet(int tag, byte[] body) throws IOException {
        var out = new ByteArrayOutputStream();
        try (var packets = new BCPGOutputStream(out, tag, body.length)) {
            packets.write(body);
        }
        return out.toByteArray();
    }

    private static byte[] twice(byte[] first, byte[] second) {
        var out = new ByteArrayOutputStream();
        out.writeBytes(first);
        out.writeBytes(second);
        return out.toByteArray();
    }

    private static byte[] repeat(byte[] packets, int times) {
        var out = new ByteArrayOutputStream();
        for (int i = 0; i < times; i++) {
            out.writeBytes(packets);
        }
        return out.toByteArray();
    }
}
