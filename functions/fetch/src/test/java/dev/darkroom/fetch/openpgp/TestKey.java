package dev.darkroom.fetch.openpgp;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HexFormat;
import java.util.function.UnaryOperator;
import org.bouncycastle.bcpg.ArmoredOutputStream;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.bouncycastle.bcpg.PublicKeyAlgorithmTags;
import org.bouncycastle.bcpg.PublicKeyPacket;
import org.bouncycastle.bcpg.sig.KeyFlags;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.generators.Ed25519KeyPairGenerator;
import org.bouncycastle.crypto.generators.RSAKeyPairGenerator;
import org.bouncycastle.crypto.params.Ed25519KeyGenerationParameters;
import org.bouncycastle.crypto.params.RSAKeyGenerationParameters;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPKeyPair;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.PGPPublicKeyRing;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.PGPSignatureGenerator;
import org.bouncycastle.openpgp.PGPSignatureSubpacketGenerator;
import org.bouncycastle.openpgp.operator.bc.BcKeyFingerprintCalculator;
import org.bouncycastle.openpgp.operator.bc.BcPGPContentSignerBuilder;
import org.bouncycastle.openpgp.operator.bc.BcPGPKeyPair;

/** A key as a publisher has it, and its certificate with whatever may be wrong with one. */
public final class TestKey {
    /** When keys are made unless told otherwise. */
    public static final Instant MADE = Instant.parse("2024-01-01T00:00:00Z");

    private static final String USER = "Images <images@example.org>";
    private static final SecureRandom RANDOM = new SecureRandom();

    private final PGPKeyPair primary;
    private final PGPKeyPair subkey;

    private TestKey(PGPKeyPair primary, PGPKeyPair subkey) {
        this.primary = primary;
        this.subkey = subkey;
    }

    public static TestKey make() {
        return make(MADE);
    }

    static TestKey make(Instant made) {
        return new TestKey(ed25519(made), null);
    }

    /** With a primary key that certifies, and a subkey that signs. */
    public static TestKey withSubkey() {
        try {
            return new TestKey(ed25519(MADE), ed25519(MADE).asSubkey(new BcKeyFingerprintCalculator()));
        } catch (PGPException e) {
            throw new AssertionError(e);
        }
    }

    static TestKey rsa(int bits) {
        var generator = new RSAKeyPairGenerator();
        generator.init(new RSAKeyGenerationParameters(BigInteger.valueOf(65537), RANDOM, bits, 64));
        return new TestKey(pair(PublicKeyAlgorithmTags.RSA_GENERAL, generator.generateKeyPair(), MADE), null);
    }

    /** Of the primary key. */
    public String fingerprint() {
        return hex(primary.getPublicKey());
    }

    String subkeyFingerprint() {
        return hex(subkey.getPublicKey());
    }

    PGPKeyPair primary() {
        return primary;
    }

    /** The key that signs. */
    PGPKeyPair signing() {
        return subkey == null ? primary : subkey;
    }

    /** The certificate as it should be. */
    public byte[] certificate() {
        return new Certificate().encoded();
    }

    public byte[] armored() {
        return armor(certificate());
    }

    static byte[] armor(byte[] packets) {
        var out = new ByteArrayOutputStream();
        try (var armored = ArmoredOutputStream.builder().build(out)) {
            armored.write(packets);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /** A certificate to be. */
    public final class Certificate {
        private int hash = HashAlgorithmTags.SHA256;
        private int flags = KeyFlags.CERTIFY_OTHER | (subkey == null ? KeyFlags.SIGN_DATA : 0);
        private Duration lifetime;
        private Duration subkeyLifetime;
        private Instant revoked;
        private Instant subkeyRevoked;
        private boolean backSignature = true;
        private boolean withSubkey = subkey != null;
        private PGPKeyPair certifier = primary;
        private Instant certified = MADE;

        Certificate hash(int algorithm) {
            hash = algorithm;
            return this;
        }

        Certificate flags(int keyFlags) {
            flags = keyFlags;
            return this;
        }

        Certificate lifetime(Duration ofPrimary) {
            lifetime = ofPrimary;
            return this;
        }

        Certificate subkeyLifetime(Duration ofSubkey) {
            subkeyLifetime = ofSubkey;
            return this;
        }

        Certificate revoked(Instant at) {
            revoked = at;
            return this;
        }

        public Certificate subkeyRevoked(Instant at) {
            subkeyRevoked = at;
            return this;
        }

        Certificate withoutBackSignature() {
            backSignature = false;
            return this;
        }

        Certificate withoutSubkey() {
            withSubkey = false;
            return this;
        }

        /** Somebody else's signatures stand where the primary key's should. */
        Certificate certifiedBy(TestKey other) {
            certifier = other.primary;
            return this;
        }

        Certificate certified(Instant at) {
            certified = at;
            return this;
        }

        public byte[] encoded() {
            try {
                var keys = new ArrayList<PGPPublicKey>();
                PGPPublicKey key = primary.getPublicKey();
                key = PGPPublicKey.addCertification(
                        key,
                        USER,
                        generator(certifier, PGPSignature.POSITIVE_CERTIFICATION, certified, some -> {
                                    some.setKeyFlags(false, flags);
                                    if (lifetime != null) {
                                        some.setKeyExpirationTime(false, lifetime.toSeconds());
                                    }
                                    return some;
                                })
                                .generateCertification(USER, primary.getPublicKey()));
                if (revoked != null) {
                    key = PGPPublicKey.addCertification(
                            key,
                            generator(primary, PGPSignature.KEY_REVOCATION, revoked, some -> some)
                                    .generateCertification(primary.getPublicKey()));
                }
                keys.add(key);
                if (withSubkey) {
                    keys.add(boundSubkey());
                }
                return new PGPPublicKeyRing(keys).getEncoded();
            } catch (PGPException | IOException e) {
                throw new AssertionError(e);
            }
        }

        private PGPPublicKey boundSubkey() throws PGPException {
            PGPSignature back = generator(subkey, PGPSignature.PRIMARYKEY_BINDING, MADE, some -> some)
                    .generateCertification(primary.getPublicKey(), subkey.getPublicKey());
            PGPPublicKey bound = PGPPublicKey.addCertification(
                    subkey.getPublicKey(),
                    generator(certifier, PGPSignature.SUBKEY_BINDING, MADE, some -> {
                                some.setKeyFlags(false, KeyFlags.SIGN_DATA);
                                if (backSignature) {
                                    embed(some, back);
                                }
                                if (subkeyLifetime != null) {
                                    some.setKeyExpirationTime(false, subkeyLifetime.toSeconds());
                                }
                                return some;
                            })
                            .generateCertification(primary.getPublicKey(), subkey.getPublicKey()));
            return subkeyRevoked == null
                    ? bound
                    : PGPPublicKey.addCertification(
                            bound,
                            generator(primary, PGPSignature.SUBKEY_REVOCATION, subkeyRevoked, some -> some)
                                    .generateCertification(primary.getPublicKey(), subkey.getPublicKey()));
        }

        private PGPSignatureGenerator generator(
                PGPKeyPair by, int type, Instant at, UnaryOperator<PGPSignatureSubpacketGenerator> more)
                throws PGPException {
            return TestKey.generator(by, type, hash, at, more);
        }
    }

    private static void embed(PGPSignatureSubpacketGenerator into, PGPSignature signature) {
        try {
            into.addEmbeddedSignature(false, signature);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static PGPSignatureGenerator generator(
            PGPKeyPair by, int type, int hash, Instant at, UnaryOperator<PGPSignatureSubpacketGenerator> more)
            throws PGPException {
        var generator = new PGPSignatureGenerator(
                new BcPGPContentSignerBuilder(by.getPublicKey().getAlgorithm(), hash), by.getPublicKey());
        generator.init(type, by.getPrivateKey());
        var hashed = new PGPSignatureSubpacketGenerator();
        hashed.setSignatureCreationTime(false, Date.from(at));
        hashed.setIssuerFingerprint(false, by.getPublicKey());
        generator.setHashedSubpackets(more.apply(hashed).generate());
        return generator;
    }

    private static PGPKeyPair ed25519(Instant made) {
        var generator = new Ed25519KeyPairGenerator();
        generator.init(new Ed25519KeyGenerationParameters(RANDOM));
        return pair(PublicKeyAlgorithmTags.EDDSA_LEGACY, generator.generateKeyPair(), made);
    }

    private static PGPKeyPair pair(int algorithm, AsymmetricCipherKeyPair keys, Instant made) {
        try {
            return new BcPGPKeyPair(PublicKeyPacket.VERSION_4, algorithm, keys, Date.from(made));
        } catch (PGPException e) {
            throw new AssertionError(e);
        }
    }

    private static String hex(PGPPublicKey key) {
        return HexFormat.of().withUpperCase().formatHex(key.getFingerprint());
    }
}
