package dev.darkroom.fetch.openpgp;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
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

    static final String USER = "Images <images@example.org>";
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
        return new TestKey(ed25519(MADE), subkey(ed25519(MADE)));
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

    /** What relies on these certificates, and on those that a test has written into the directory itself. */
    static OpenPgp pinned(Path directory, Instant now, byte[]... certificates) throws IOException {
        for (int i = 0; i < certificates.length; i++) {
            Files.write(directory.resolve(i + ".gpg"), certificates[i]);
        }
        return new OpenPgp(List.of(directory), Clock.fixed(now, ZoneOffset.UTC));
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
        private int subkeyFlags = KeyFlags.SIGN_DATA;
        private PGPKeyPair certifier = primary;
        private Instant certified = MADE;
        private final List<Statement> later = new ArrayList<>();
        private final List<Adopted> adopted = new ArrayList<>();

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

        /** Of the subkey's binding; 0: it says nothing of what the subkey is for. */
        Certificate subkeyFlags(int keyFlags) {
            subkeyFlags = keyFlags;
            return this;
        }

        /** The primary key says something more: of a user, or of itself where that is null. */
        Certificate saying(String user, Instant at, Duration ofPrimary) {
            int type = user == null ? PGPSignature.DIRECT_KEY : PGPSignature.POSITIVE_CERTIFICATION;
            later.add(new Statement(primary, type, user, at, ofPrimary));
            return this;
        }

        Certificate withdrawing(String user, Instant at) {
            later.add(new Statement(primary, PGPSignature.CERTIFICATION_REVOCATION, user, at, null));
            return this;
        }

        /** Somebody else says that a user is who he says; of the key's end nobody else can say anything. */
        Certificate vouchedFor(TestKey other, String user, Instant at) {
            later.add(new Statement(other.primary, PGPSignature.POSITIVE_CERTIFICATION, user, at, null));
            return this;
        }

        /** Binds somebody else's key as a subkey that nothing is said of; nobody has asked him. */
        Certificate adopting(TestKey other) {
            adopted.add(new Adopted(subkey(other.primary), false));
            return this;
        }

        /** Binds a key that has a certificate of its own as a subkey for signing, as its owner wants it. */
        Certificate sharing(TestKey other) {
            adopted.add(new Adopted(subkey(other.primary), true));
            return this;
        }

        public byte[] encoded() {
            try {
                var keys = new ArrayList<PGPPublicKey>();
                PGPPublicKey key = stated(
                        primary.getPublicKey(),
                        new Statement(certifier, PGPSignature.POSITIVE_CERTIFICATION, USER, certified, lifetime));
                for (Statement each : later) {
                    key = stated(key, each);
                }
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
                for (Adopted each : adopted) {
                    keys.add(
                            each.agreed
                                    ? bound(each.key, KeyFlags.SIGN_DATA, back(each.key))
                                    : bound(each.key, 0, null));
                }
                return new PGPPublicKeyRing(keys).getEncoded();
            } catch (PGPException | IOException e) {
                throw new AssertionError(e);
            }
        }

        private PGPPublicKey stated(PGPPublicKey key, Statement said) throws PGPException {
            PGPSignatureGenerator generator = generator(said.by, said.type, said.at, some -> {
                some.setKeyFlags(false, flags);
                if (said.lifetime != null) {
                    some.setKeyExpirationTime(false, said.lifetime.toSeconds());
                }
                return some;
            });
            PGPPublicKey bare = primary.getPublicKey();
            return said.user == null
                    ? PGPPublicKey.addCertification(key, generator.generateCertification(bare))
                    : PGPPublicKey.addCertification(key, said.user, generator.generateCertification(said.user, bare));
        }

        private PGPPublicKey bound(PGPKeyPair other, int keyFlags, PGPSignature back) throws PGPException {
            return PGPPublicKey.addCertification(
                    other.getPublicKey(),
                    generator(certifier, PGPSignature.SUBKEY_BINDING, MADE, some -> {
                                if (keyFlags != 0) {
                                    some.setKeyFlags(false, keyFlags);
                                }
                                if (back != null) {
                                    embed(some, back);
                                }
                                if (subkeyLifetime != null) {
                                    some.setKeyExpirationTime(false, subkeyLifetime.toSeconds());
                                }
                                return some;
                            })
                            .generateCertification(primary.getPublicKey(), other.getPublicKey()));
        }

        private PGPSignature back(PGPKeyPair by) throws PGPException {
            return generator(by, PGPSignature.PRIMARYKEY_BINDING, MADE, some -> some)
                    .generateCertification(primary.getPublicKey(), by.getPublicKey());
        }

        private PGPPublicKey boundSubkey() throws PGPException {
            PGPPublicKey bound = bound(subkey, subkeyFlags, backSignature ? back(subkey) : null);
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

    /** What a key says of a user or, where that is null, of itself; without a lifetime it says nothing of its end. */
    private record Statement(PGPKeyPair by, int type, String user, Instant at, Duration lifetime) {}

    /** Somebody else's key, as a subkey. */
    private record Adopted(PGPKeyPair key, boolean agreed) {}

    private static PGPKeyPair subkey(PGPKeyPair key) {
        try {
            return key.asSubkey(new BcKeyFingerprintCalculator());
        } catch (PGPException e) {
            throw new AssertionError(e);
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
