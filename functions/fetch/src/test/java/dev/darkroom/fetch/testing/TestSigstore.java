package dev.darkroom.fetch.testing;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.darkroom.events.Digest.Algorithm;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A Sigstore of our own: an authority, a certificate log, a log of entries and an authority for time, and what trusts them. */
public final class TestSigstore {
    /** When the authority and its logs began. */
    public static final Instant BEGIN = Instant.parse("2025-01-01T00:00:00Z");

    static final String LOG = "rekor.example.org";

    final KeyPair authority = key();
    final KeyPair certificateLog = key();
    final KeyPair log = key();
    final KeyPair time = key();
    final X509Certificate authorityCertificate = certificate("CN=authority", authority, null);
    final X509Certificate timeCertificate = certificate("CN=time", time, KeyPurposeId.id_kp_timeStamping);

    private Instant logEnd;

    /** From then on the log of entries is not trusted any more. */
    public TestSigstore logUntil(Instant end) {
        logEnd = end;
        return this;
    }

    /** What trusts it, as {@code cosign trusted-root create} writes it. */
    public byte[] trustedRoot() {
        var root = new JsonObject();
        root.addProperty("mediaType", "application/vnd.dev.sigstore.trustedroot+json;version=0.1");
        root.add("tlogs", list(log("https://" + LOG, log, logEnd)));
        root.add("certificateAuthorities", list(authority("https://fulcio.example.org", authorityCertificate)));
        root.add("ctlogs", list(log("https://ctfe.example.org", certificateLog, null)));
        root.add("timestampAuthorities", list(authority("https://time.example.org", timeCertificate)));
        return root.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static JsonObject log(String url, KeyPair key, Instant end) {
        var publicKey = new JsonObject();
        publicKey.addProperty("rawBytes", base64(key.getPublic().getEncoded()));
        publicKey.addProperty("keyDetails", "PKIX_ECDSA_P256_SHA_256");
        publicKey.add("validFor", since(end));
        var log = new JsonObject();
        log.addProperty("baseUrl", url);
        log.addProperty("hashAlgorithm", "SHA2_256");
        log.add("publicKey", publicKey);
        log.add("logId", object("keyId", base64(id(key))));
        return log;
    }

    private static JsonObject authority(String url, X509Certificate certificate) {
        var subject = new JsonObject();
        subject.addProperty("organization", "example.org");
        subject.addProperty("commonName", "authority");
        var authority = new JsonObject();
        authority.add("subject", subject);
        authority.addProperty("uri", url);
        var chain = new JsonObject();
        chain.add("certificates", list(object("rawBytes", base64(encoded(certificate)))));
        authority.add("certChain", chain);
        authority.add("validFor", since(null));
        return authority;
    }

    private static JsonObject since(Instant end) {
        JsonObject since = object("start", BEGIN.toString());
        if (end != null) {
            since.addProperty("end", end.toString());
        }
        return since;
    }

    static JsonObject object(String name, String value) {
        var object = new JsonObject();
        object.addProperty(name, value);
        return object;
    }

    static JsonArray list(JsonObject... elements) {
        var list = new JsonArray();
        List.of(elements).forEach(list::add);
        return list;
    }

    static byte[] id(KeyPair key) {
        return sha256(key.getPublic().getEncoded());
    }

    static byte[] sha256(byte[] bytes) {
        return Algorithm.SHA256.newHash().digest(bytes);
    }

    static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    static byte[] sign(String algorithm, KeyPair key, byte[] bytes) {
        try {
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(key.getPrivate());
            signature.update(bytes);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    static byte[] encoded(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    static KeyPair key() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /** Signed by itself: of an authority, or of somebody with this one purpose. */
    private static X509Certificate certificate(String name, KeyPair key, KeyPurposeId purpose) {
        try {
            var subject = new X500Principal(name);
            var builder = new JcaX509v3CertificateBuilder(
                    subject,
                    BigInteger.ONE,
                    Date.from(BEGIN),
                    Date.from(BEGIN.plus(Duration.ofDays(3650))),
                    subject,
                    key.getPublic());
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(purpose == null));
            if (purpose == null) {
                builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign));
            } else {
                builder.addExtension(Extension.extendedKeyUsage, true, new ExtendedKeyUsage(purpose));
            }
            return new JcaX509CertificateConverter()
                    .getCertificate(
                            builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(key.getPrivate())));
        } catch (OperatorCreationException | GeneralSecurityException | IOException e) {
            throw new AssertionError(e);
        }
    }
}
