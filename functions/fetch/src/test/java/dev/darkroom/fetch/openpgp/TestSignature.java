package dev.darkroom.fetch.openpgp;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.function.UnaryOperator;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.PGPSignatureGenerator;
import org.bouncycastle.openpgp.PGPSignatureSubpacketGenerator;

/** A signature to be made by a {@link TestKey}: of the year after the key, with SHA-256, unless told otherwise. */
public final class TestSignature {
    /** When signatures are made unless told otherwise. */
    static final Instant MADE = TestKey.MADE.plus(Duration.ofDays(365));

    private final TestKey key;
    private int type = PGPSignature.BINARY_DOCUMENT;
    private int hash = HashAlgorithmTags.SHA256;
    private Instant made = MADE;
    private boolean byPrimary;
    private UnaryOperator<PGPSignatureSubpacketGenerator> more = UnaryOperator.identity();

    private TestSignature(TestKey key) {
        this.key = key;
    }

    public static TestSignature by(TestKey key) {
        return new TestSignature(key);
    }

    TestSignature type(int signatureType) {
        type = signatureType;
        return this;
    }

    TestSignature hash(int algorithm) {
        hash = algorithm;
        return this;
    }

    TestSignature made(Instant at) {
        made = at;
        return this;
    }

    TestSignature byPrimary() {
        byPrimary = true;
        return this;
    }

    TestSignature with(UnaryOperator<PGPSignatureSubpacketGenerator> subpackets) {
        more = subpackets;
        return this;
    }

    /** Bare packets over these bytes. */
    public byte[] over(byte[] content) {
        try {
            PGPSignatureGenerator generator =
                    TestKey.generator(byPrimary ? key.primary() : key.signing(), type, hash, made, more);
            generator.update(content);
            return generator.generate().getEncoded();
        } catch (PGPException | IOException e) {
            throw new AssertionError(e);
        }
    }

    /** In armor. */
    public byte[] armoredOver(byte[] content) {
        return TestKey.armor(over(content));
    }

    /** A clear-signed message. */
    public byte[] message(String text) {
        String canonical = String.join(
                "\n", text.lines().map(line -> line.replaceAll("[ \\t]+$", "")).toList());
        type = PGPSignature.CANONICAL_TEXT_DOCUMENT;
        String escaped = text.lines()
                .map(line -> line.startsWith("-") ? "- " + line : line)
                .reduce("", (before, line) -> before + line + "\n");
        return (ClearSigned.BEGIN + "\nHash: SHA256\n\n" + escaped
                        + new String(
                                armoredOver(canonical.getBytes(StandardCharsets.UTF_8)), StandardCharsets.ISO_8859_1))
                .getBytes(StandardCharsets.UTF_8);
    }
}
